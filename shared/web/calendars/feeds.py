"""Feeds as their owners see them: their ids in paths, and responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from fastapi import Depends

from shared.web.http.json_answer import JsonAnswer
from shared.web.http.parameters import PathParameter
from shared.wiring import process

if TYPE_CHECKING:
    from collections.abc import Sequence

    import shared.web.calendars.schemas
    from shared.services.calendars.feeds import ShownFeed

NewFeedAnswer: TypeAlias = JsonAnswer["shared.web.calendars.schemas.NewFeedOut"]
FeedListAnswer: TypeAlias = JsonAnswer["shared.web.calendars.schemas.FeedListOut"]

FILE_END = ".ics"


class FeedIdPath(PathParameter):
    """The dependency on the id in the path.

    The segment is called ``file`` in all routes below ``/feeds``: OpenAPI allows one name for a place in a path.
    """

    def __init__(self) -> None:
        super().__init__("file", "The feed's id.")


FeedId = Annotated[str, Depends(FeedIdPath())]


def new_feed_answer(shown: ShownFeed, *, status: int = 200) -> NewFeedAnswer:
    """Return a response with a feed, and the address that its secret makes."""
    url = feed_url(process.wiring().settings.public_url, shown.secret)
    return JsonAnswer({**feed_json(shown), "url": url}, status)


def feeds_answer(feeds: Sequence[ShownFeed]) -> FeedListAnswer:
    """Return a response with all feeds of a book."""
    return JsonAnswer({"items": [feed_json(each) for each in feeds]})


def feed_url(public_url: str, secret: str) -> str:
    """Return the address of the calendar of a feed."""
    return f"{public_url}/api/v1/feeds/{secret}{FILE_END}"


def feed_json(shown: ShownFeed) -> dict[str, Any]:
    """Return the JSON form of a feed, without its secret."""
    feed = shown.feed
    return {
        "id": feed.id,
        "name": feed.name,
        "tag": shown.tag,
        "tag_removed": shown.tag_removed,
        "dates": list(feed.dates),
        "alarm": feed.alarm or None,
        "created_at": feed.created_at,
        "rotated_at": feed.rotated_at,
    }
