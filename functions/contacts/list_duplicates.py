"""GET /api/v1/duplicates: list contacts that are likely the same, page by page."""

from functools import partial

from shared.web.caller import ReadingCaller
from shared.web.contacts.duplicates import QUERY, DuplicateList, DuplicatePageAnswer, duplicate_page_answer
from shared.web.dependencies import Cursors, Duplicates
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.paging import EachOnce

router = Router(tags=["contacts"])


@router.get("/api/v1/duplicates")
async def list_duplicates(
    caller: ReadingCaller, _once: EachOnce, duplicates: Duplicates, cursors: Cursors, parameters: DuplicateList
) -> DuplicatePageAnswer:
    """Return one page of the groups of contacts that are likely the same, the likeliest first, with the reasons.

    They are those of the latest search of the book, compared again with the contacts as they are now: what has been
    deleted, merged, dismissed or changed beyond recognition since is not among them. What has been added since is not,
    either, until the next search. A page may contain fewer than `limit` groups, or none, without being the last one:
    request further pages with `cursor` until `next_cursor` is null. A cursor from before another search is refused.
    """
    after = parameters.position(cursors, book_id=caller.book_id, query=QUERY)
    page = duplicates.page(caller.book_id, limit=parameters.limit, after=after)
    return duplicate_page_answer(page, partial(cursors.issue, book_id=caller.book_id, query=QUERY))


handler = lambda_handler(router)
