"""GET /api/v1/contacts: list and search contacts, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from shared.web.caller import ReadingCaller
from shared.web.contacts.answers import contact_json, page_answer
from shared.web.contacts.queries import ContactList
from shared.web.dependencies import ContactReader, Cursors
from shared.web.http.entry import lambda_handler
from shared.web.http.paging import EachOnce

if TYPE_CHECKING:
    from shared.web.contacts.schemas.output import ContactPageOut
    from shared.web.http.json_answer import JsonAnswer

router = APIRouter(tags=["contacts"])


@router.get("/api/v1/contacts", response_model=None)
async def list_contacts(
    caller: ReadingCaller, _once: EachOnce, contacts: ContactReader, cursors: Cursors, asked: ContactList
) -> JsonAnswer[ContactPageOut]:
    """Return one page of the contacts, or of those that a search finds, by name or the latest change first.

    A page may hold fewer than `limit` contacts, or none, and still not be the last: go on with `cursor` until
    `next_cursor` is null. Parameters that are not listed here, or come twice, are refused.
    """
    after = asked.position(cursors, book_id=caller.book_id, query=asked.query)
    page = contacts.page(caller.book_id, order=asked.sort, limit=asked.limit, after=after, query=asked.contact_query)
    cursor = cursors.issue(page.next, book_id=caller.book_id, query=asked.query) if page.next else None
    return page_answer([contact_json(found) for found in page.contacts], next_cursor=cursor)


handler = lambda_handler(router)
