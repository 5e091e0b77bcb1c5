"""GET /api/v1/contacts/birthdays: list upcoming birthdays."""

from functools import partial

from shared.web.caller import ReadingCaller
from shared.web.contacts.answers import BirthdayPageAnswer, birthday_json
from shared.web.contacts.birthday_queries import BirthdayList
from shared.web.contacts.pages import page_answer
from shared.web.dependencies import Birthdays, Cursors
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.paging import EachOnce

router = Router(tags=["contacts"])


@router.get("/api/v1/contacts/birthdays")
async def list_birthdays(
    caller: ReadingCaller, _once: EachOnce, birthdays: Birthdays, cursors: Cursors, parameters: BirthdayList
) -> BirthdayPageAnswer:
    """Return one page of the birthdays from today until `days` days later, soonest first.

    Today is the current date in the time zone of your profile, and in common years 29 February is celebrated on the day
    chosen there. Contacts whose birthday lacks the month or the day are not listed. A page may contain fewer than
    `limit` contacts without being the last one: request further pages with `cursor` until `next_cursor` is null. They
    cover the same days, even if midnight passes in between. Unknown and repeated parameters are refused.
    """
    after = parameters.position(cursors, book_id=caller.book_id, query=parameters.query)
    page = birthdays.upcoming(caller.book_id, days=parameters.days, limit=parameters.limit, after=after)
    issue = partial(cursors.issue, book_id=caller.book_id, query=parameters.query)
    return page_answer([birthday_json(birthday) for birthday in page.birthdays], page, issue)


handler = lambda_handler(router)
