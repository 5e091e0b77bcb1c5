"""GET /api/v1/contacts: list and search contacts, page by page."""

from shared.web.caller import ReadingCaller
from shared.web.contacts.answers import ContactPageAnswer, contact_json, page_answer
from shared.web.contacts.queries import ContactList
from shared.web.dependencies import ContactReader, Cursors
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.paging import EachOnce

router = Router(tags=["contacts"])


@router.get("/api/v1/contacts")
async def list_contacts(
    caller: ReadingCaller, _once: EachOnce, contacts: ContactReader, cursors: Cursors, asked: ContactList
) -> ContactPageAnswer:
    """Return one page of the contacts, or of those that a search finds, by name or the latest change first.

    A page may hold fewer than `limit` contacts, or none, and still not be the last: go on with `cursor` until
    `next_cursor` is null. Parameters that are not listed here, or come twice, are refused.
    """
    after = asked.position(cursors, book_id=caller.book_id, query=asked.query)
    page = contacts.page(caller.book_id, order=asked.sort, limit=asked.limit, after=after, query=asked.contact_query)
    cursor = cursors.issue(page.next, book_id=caller.book_id, query=asked.query) if page.next else None
    return page_answer([contact_json(found) for found in page.contacts], next_cursor=cursor)


handler = lambda_handler(router)
