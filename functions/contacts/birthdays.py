"""GET /api/v1/contacts/birthdays: whose birthday comes next."""

from shared.web.caller import ReadingCaller
from shared.web.contacts.answers import BirthdayPageAnswer, birthday_json, page_answer
from shared.web.contacts.birthday_queries import BirthdayList
from shared.web.dependencies import Birthdays, Cursors
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.paging import EachOnce

router = Router(tags=["contacts"])


@router.get("/api/v1/contacts/birthdays")
async def list_birthdays(
    caller: ReadingCaller, _once: EachOnce, birthdays: Birthdays, cursors: Cursors, asked: BirthdayList
) -> BirthdayPageAnswer:
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
