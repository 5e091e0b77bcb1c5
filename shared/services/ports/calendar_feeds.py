"""The store of calendar feeds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from shared.domain.books import Book
    from shared.domain.calendars.feeds import Feeds


@dataclass(frozen=True, slots=True, kw_only=True)
class PolledFeed:
    """The feed that a secret opens, and the head of its book."""

    feed_id: str
    book: Book


class CalendarFeedStore(Protocol):
    """The feeds of books, which are no part of a book's history, and what their secrets open."""

    def get(self, book_id: str) -> Feeds:
        """Return the feeds of a book (strongly consistent); none if there is no such book."""
        ...

    def poll(self, secret_hash: str) -> PolledFeed | None:
        """Return what the secret with this hash opens; None if it opens nothing, or the book is gone.

        Feed and head may be as they were a second ago, so that this costs one read unit; but a secret that has just
        been stored is found.
        """
        ...

    def put(self, book_id: str, feeds: Feeds, *, before: Feeds) -> None:
        """Store feeds in the place of the version ``before``, and let their secrets, and no others, open them.

        All of it or nothing. Raises FeedsChangedError if that version is no longer there, and BookMissingError if
        nothing was ever stored and there is no such book: the first one that applies. Whoever deletes a book stores
        no feeds first, so that nothing is left of them.
        """
        ...
