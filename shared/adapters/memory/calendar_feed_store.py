"""The calendar feeds of books, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.calendars.feeds import Feeds
from shared.services.ports.calendar_feeds import PolledFeed
from shared.services.ports.conflicts import BookMissingError, FeedsChangedError

if TYPE_CHECKING:
    from shared.adapters.memory.database import MemoryDatabase


class MemoryCalendarFeedStore:
    """A ports.CalendarFeedStore. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def get(self, book_id: str) -> Feeds:
        """See ports.CalendarFeedStore."""
        with self._database.lock:
            return self._database.feeds.get(book_id, Feeds())

    def poll(self, secret_hash: str) -> PolledFeed | None:
        """See ports.CalendarFeedStore."""
        with self._database.lock:
            for book_id, feeds in self._database.feeds.items():
                if secret_hash in feeds.secret_hashes and book_id in self._database.books:
                    return PolledFeed(feed_id=feeds.secret_hashes[secret_hash], book=self._database.books[book_id])
        return None

    def put(self, book_id: str, feeds: Feeds, *, before: Feeds) -> None:
        """See ports.CalendarFeedStore."""
        with self._database.lock:
            if self.get(book_id).version != before.version:
                raise FeedsChangedError
            if not before.version and book_id not in self._database.books:
                raise BookMissingError("there is no such book")
            self._database.feeds[book_id] = feeds
