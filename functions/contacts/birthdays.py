"""GET /api/v1/contacts/birthdays: whose birthday comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from shared.web.caller import ReadingCaller
from shared.web.contacts.answers import birthday_json, page_answer
from shared.web.contacts.birthday_queries import BirthdayList
from shared.web.dependencies import Birthdays, Cursors
from shared.web.http.entry import lambda_handler
from shared.web.http.paging import EachOnce

if TYPE_CHECKING:
    from shared.web.contacts.schemas.birthdays import BirthdayPageOut
    from shared.web.http.json_answer import JsonAnswer

router = APIRouter(tags=["contacts"])


@router.get("/api/v1/contacts/birthdays", response_model=None)
async def list_birthdays(
    caller: ReadingCaller, _once: EachOnce, birthdays: Birthdays, cursors: Cursors, asked: BirthdayList
) -> JsonAnswer[BirthdayPageOut]:
    """Return the birthdays of today and the `days` after it, soonest first.

    Today is in the time zone of your profile, and a 29 February falls on the day that you chose there. Contacts whose
    birthday lacks the month or the day are not listed. Go on with `cursor` until `next_cursor` is null: the following
    pages are of the same days, also when midnight has passed since. Parameters that are not listed here, or come twice,
    are refused.
    """
    after = asked.position(cursors, book_id=caller.book_id, query=asked.query)
    page = birthdays.upcoming(caller.book_id, days=asked.days, limit=asked.limit, after=after)
    cursor = cursors.issue(page.next, book_id=caller.book_id, query=asked.query) if page.next else None
    return page_answer([birthday_json(birthday) for birthday in page.birthdays], next_cursor=cursor)


handler = lambda_handler(router)
