"""POST /api/v1/feeds/{file}/rotate: give a feed another address."""

from shared.web.calendars.feeds import FeedId, NewFeedAnswer, new_feed_answer
from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import CalendarFeeds
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["feeds"])


@router.post("/api/v1/feeds/{file}/rotate")
async def rotate_feed(
    caller: WritingCaller, feed_id: FeedId, _within_limit: WriteLimit, feeds: CalendarFeeds
) -> NewFeedAnswer:
    """Give a feed another address, and return it. The address before is not found from then on.

    Programs that are subscribed have to be told the new one. Events keep their UIDs.
    """
    return new_feed_answer(feeds.rotate(caller.book_id, feed_id))


handler = lambda_handler(router)
