"""GET /api/v1/contacts/changes: keep a copy of the address book up to date."""

from functools import partial

from shared.web.caller import ReadingCaller
from shared.web.contacts.changes import ChangeList, ChangePageAnswer, changes_answer
from shared.web.dependencies import ContactSync, SyncTokens
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.paging import EachOnce

router = Router(tags=["contacts"])


@router.get("/api/v1/contacts/changes")
async def list_changes(
    caller: ReadingCaller, _once: EachOnce, sync: ContactSync, tokens: SyncTokens, parameters: ChangeList
) -> ChangePageAnswer:
    """Return all contacts, page by page, and from then on what has changed: for apps that keep a copy.

    Start without `since`. Take over a page as a whole, keep its `next_since` with the copy, and request the next page
    with it for as long as `has_more` is true; later, whenever you want to know what is new. A token lives for
    {sync_token_lifetime}: after that the response is 410, and you start over without `since`. Nothing is skipped,
    whatever is written meanwhile, and what you have just written is part of the next page. Pages may repeat what you
    have; a page may have fewer than `limit` items, or none.

    - An item has a contact as it is now: put it in the place of yours with the same `id`. If it is `deleted`, remove
      yours; you may not have had it.
    - `labels`, unless null, is the whole list: put it in the place of yours. Show the tags of a contact by its
      `label_ids`, each name once, and nothing for an id that is not on the list. So a label that is renamed, merged or
      deleted changes contacts without any item, and their `ETag` too: read a contact again before you write it with
      `If-Match` if the names of its labels have changed.
    - After starting over, remove the contacts that no item had.
    """
    since = tokens.read(parameters.since, book_id=caller.book_id)
    page = sync.page(caller.book_id, since=since, limit=parameters.limit)
    return changes_answer(page, partial(tokens.issue, book_id=caller.book_id))


handler = lambda_handler(router)
