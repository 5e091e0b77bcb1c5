"""GET /api/v1/contacts/{contact_id}/history: list the versions of a contact."""

from functools import partial

from shared.web.caller import ReadingCaller
from shared.web.contacts.history_answers import VersionPageAnswer, version_json
from shared.web.contacts.pages import page_answer
from shared.web.contacts.parameters import ContactId
from shared.web.dependencies import ContactHistory, Cursors
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.paging import EachOnce, Page

router = Router(tags=["contacts"])


@router.get("/api/v1/contacts/{contact_id}/history")
async def list_versions(
    caller: ReadingCaller,
    contact_id: ContactId,
    _once: EachOnce,
    history: ContactHistory,
    cursors: Cursors,
    parameters: Page,
) -> VersionPageAnswer:
    """Return one page of the versions of a contact, latest first, and what each of them changed.

    A contact in the trash has a history, too. Versions are kept for a year. `POST .../restore` with the `revision` of
    one brings the contact back to it. Request further pages with `cursor` until `next_cursor` is null.
    """
    query = f"history/{contact_id}"
    after = parameters.position(cursors, book_id=caller.book_id, query=query)
    page = history.page(caller.book_id, contact_id, limit=parameters.limit, after=after)
    issue = partial(cursors.issue, book_id=caller.book_id, query=query)
    return page_answer([version_json(version) for version in page.versions], page, issue)


handler = lambda_handler(router)
