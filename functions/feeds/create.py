"""POST /api/v1/feeds: make a feed of dates of contacts."""

from shared.web.calendars.bodies import NewFeed
from shared.web.calendars.feeds import NewFeedAnswer, new_feed_answer
from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import CalendarFeeds
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["feeds"])


@router.post("/api/v1/feeds", status_code=201)
async def create_feed(
    caller: WritingCaller, body: NewFeed, _within_limit: WriteLimit, feeds: CalendarFeeds
) -> NewFeedAnswer:
    """Make a calendar of birthdays and other dates, and return the address at which programs subscribe to it.

    Whoever has the address can read the calendar; no token is needed. It is shown once, since only a hash of its secret
    is kept. A `tag` must be one that the book has; the feed then follows it through renames and merges. A feed cannot
    be changed: make another one. A book has at most 20.
    """
    return new_feed_answer(feeds.create(caller.book_id, body.to_draft()), status=201)


handler = lambda_handler(router)
