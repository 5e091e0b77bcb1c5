"""GET /api/v1/trash: list the contacts in the trash."""

from functools import partial

from shared.web.caller import ReadingCaller
from shared.web.contacts.pages import page_answer
from shared.web.contacts.trash_answers import TrashPageAnswer, trashed_json
from shared.web.dependencies import Cursors, TrashReader
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.paging import EachOnce, Page

router = Router(tags=["trash"])
QUERY = "trash"


@router.get("/api/v1/trash")
async def list_trash(
    caller: ReadingCaller, _once: EachOnce, trash: TrashReader, cursors: Cursors, parameters: Page
) -> TrashPageAnswer:
    """Return one page of the contacts in the trash, latest deletion first.

    A contact stays there for {trash_lifetime}, until `purged_at`, and can be restored. A page may contain fewer than
    `limit` contacts, or none, without being the last one: request further pages with `cursor` until `next_cursor` is
    null.
    """
    after = parameters.position(cursors, book_id=caller.book_id, query=QUERY)
    page = trash.page(caller.book_id, limit=parameters.limit, after=after)
    issue = partial(cursors.issue, book_id=caller.book_id, query=QUERY)
    return page_answer([trashed_json(contact) for contact in page.contacts], page, issue)


handler = lambda_handler(router)
