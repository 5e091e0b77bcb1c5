"""The eraser of calendar feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.calendars.feeds import Feeds
from shared.domain.errors import StoreUnavailableError
from shared.services.ports.conflicts import FeedsChangedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.accounts.erasure import Erasure
    from shared.services.ports.calendar_feeds import CalendarFeedStore


class FeedEraser:
    """A ports.Eraser of the feeds of a book, and of their secrets, which are outside of the book."""

    def __init__(self, store: CalendarFeedStore) -> None:
        self._store = store

    def erase(self, erasure: Erasure) -> Iterator[None]:
        """See ports.Eraser. Takes a read, and a write if there are any."""
        feeds = self._store.get(erasure.book_id)
        if feeds.feeds:
            try:
                self._store.put(erasure.book_id, Feeds(version=feeds.version + 1), before=feeds)
            except FeedsChangedError as error:
                raise StoreUnavailableError("somebody has just written the feeds") from error
        yield
