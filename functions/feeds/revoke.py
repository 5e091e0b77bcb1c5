"""DELETE /api/v1/feeds/{file}: revoke a feed."""

from shared.web.calendars.feeds import FeedId
from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import CalendarFeeds
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["feeds"])


@router.delete("/api/v1/feeds/{file}", status_code=204)
async def revoke_feed(caller: WritingCaller, feed_id: FeedId, _within_limit: WriteLimit, feeds: CalendarFeeds) -> None:
    """Delete a feed, by its id. Its address is not found from then on; what programs have read, they have."""
    feeds.revoke(caller.book_id, feed_id)


handler = lambda_handler(router)
