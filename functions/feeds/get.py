"""GET /api/v1/feeds/{file}: read the calendar of a feed."""

from fastapi import Request, Response

from shared.web.calendars.files import ANSWERS, FeedSecret, KnownVersions, calendar_response
from shared.web.dependencies import Calendars, Limiter
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["feeds"])


@router.get("/api/v1/feeds/{file}", response_class=Response, responses=ANSWERS, openapi_extra=ANONYMOUS)
async def get_feed(
    request: Request, secret: FeedSecret, calendars: Calendars, limiter: Limiter, known: KnownVersions
) -> Response:
    """Return the calendar of a feed (iCalendar, RFC 5545), for programs that subscribe to it.

    Each date with a month and a day is an event of a whole day that recurs every year; 29 February is celebrated on the
    day that the profile says. With `If-None-Match`, the response is 304 without a body if nothing has changed. A
    response that others' changes have overtaken has no `ETag`. A calendar of more than 2 MB is sent only compressed
    with gzip.
    """
    return calendar_response(request, calendars.poll(secret), calendars, limiter, known)


handler = lambda_handler(router)
