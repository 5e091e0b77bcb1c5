"""GET /api/v1/feeds: list the feeds of the address book."""

from shared.web.calendars.feeds import FeedListAnswer, feeds_answer
from shared.web.caller import ReadingCaller
from shared.web.dependencies import CalendarFeeds
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["feeds"])


@router.get("/api/v1/feeds")
async def list_feeds(caller: ReadingCaller, feeds: CalendarFeeds) -> FeedListAnswer:
    """Return all feeds, the latest first, at most 20.

    Their addresses are not shown again; `POST /api/v1/feeds/{file}/rotate` gives a feed another one.
    """
    return feeds_answer(feeds.all(caller.book_id))


handler = lambda_handler(router)
