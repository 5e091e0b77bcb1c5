"""The feeds of a book: listing, creating, rotating and revoking them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from shared.domain.calendars.feeds import Feed, Feeds, new_feed, secret_hash
from shared.domain.errors import (
    AccountGoneError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.domain.labels import Labels
from shared.services.ports.books import load_book
from shared.services.ports.conflicts import BookMissingError
from shared.services.state_writer import Plan, StateWriter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.domain.calendars.feeds import FeedDraft
    from shared.services.ports.books import BookReader
    from shared.services.ports.calendar_feeds import CalendarFeedStore
    from shared.services.timing import Timing

RAISES = (OutcomeUnknownError, StoreUnavailableError)

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFeed:
    """A feed as callers see it: its ``tag`` by the name that the label has now.

    With ``tag_removed``, the book has no such label any more: ``tag`` is what it was called when the feed was made, and
    the feed shows nothing. ``secret`` is told once, when it is made.
    """

    feed: Feed
    tag: str = ""
    tag_removed: bool = False
    secret: str = ""

    @classmethod
    def of(cls, feed: Feed, labels: Labels, *, secret: str = "") -> ShownFeed:
        """Return a feed with the name of its label."""
        if not feed.label_id:
            return cls(feed=feed, secret=secret)
        label = labels.get(labels.removed.get(feed.label_id, feed.label_id))
        return cls(feed=feed, tag=label.name if label else feed.tag, tag_removed=label is None, secret=secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What a write is decided on: the feeds, and the labels that they may refer to."""

    feeds: Feeds
    labels: Labels


class CalendarFeeds:
    """Reads and writes the feeds of a book, each time the list of them on the condition that nobody else has.

    Methods raise StoreUnavailableError and AccountGoneError, if there is no such book; those that write also
    OutcomeUnknownError, and StoreUnavailableError if others win every race.
    """

    def __init__(
        self,
        store: CalendarFeedStore,
        books: BookReader,
        *,
        timing: Timing,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        new_secret: Callable[[], str],
    ) -> None:
        self._store = store
        self._books = books
        self._writer = StateWriter(timing=timing)
        self._now = now
        self._new_id = new_id
        self._new_secret = new_secret

    def all(self, book_id: str) -> Sequence[ShownFeed]:
        """Return all feeds of a book, the latest first."""
        feeds = self._store.get(book_id).feeds.values()
        if not feeds:
            load_book(self._books, book_id)  # raises an error if there is none
        labels = self._books.get_labels(book_id) if any(feed.label_id for feed in feeds) else Labels()
        latest_first = sorted(feeds, key=lambda feed: (feed.created_at, feed.id), reverse=True)
        return [ShownFeed.of(feed, labels) for feed in latest_first]

    def create(self, book_id: str, draft: FeedDraft) -> ShownFeed:
        """Store a new feed, and return it with its secret. Raises InvalidInputError."""
        now, feed_id, secret = self._now(), self._new_id(), self._new_secret()

        def decide(state: _State) -> Plan[_State, ShownFeed]:
            feed = new_feed(feed_id, draft, state.labels, secret_hash=secret_hash(secret), at=now)
            return self._with_secret(book_id, state, state.feeds.with_feed(feed), feed, secret)

        return self._carry_out(book_id, decide)

    def rotate(self, book_id: str, feed_id: str) -> ShownFeed:
        """Give a feed another secret, and return it with that; the one before opens nothing from then on.

        Raises FeedNotFoundError.
        """
        now, secret = self._now(), self._new_secret()

        def decide(state: _State) -> Plan[_State, ShownFeed]:
            rotated = state.feeds.rotated(feed_id, secret_hash(secret), at=now)
            return self._with_secret(book_id, state, rotated, rotated.get(feed_id), secret)

        return self._carry_out(book_id, decide)

    def revoke(self, book_id: str, feed_id: str) -> None:
        """Delete a feed; its secret opens nothing from then on. Raises FeedNotFoundError."""

        def decide(state: _State) -> Plan[_State, None]:
            commit = self._commit(book_id, state.feeds, state.feeds.without(feed_id))
            return Plan(answer=None, commit=commit, has_happened=lambda later: feed_id not in later.feeds.feeds)

        self._carry_out(book_id, decide)

    def follow_merge(self, book_id: str, label_id: str) -> None:
        """Give the feeds of a label that has been merged the label in its place, before the book forgets its id."""

        def decide(state: _State) -> Plan[_State, None]:
            into = state.labels.removed.get(label_id, "")
            moved = state.feeds.moved(label_id, into) if into else state.feeds
            if moved is state.feeds:
                return Plan(answer=None)
            return Plan(answer=None, commit=self._commit(book_id, state.feeds, moved))

        self._carry_out(book_id, decide)

    def _with_secret(
        self, book_id: str, state: _State, changed: Feeds, feed: Feed, secret: str
    ) -> Plan[_State, ShownFeed]:
        return Plan(
            answer=ShownFeed.of(feed, state.labels, secret=secret),
            commit=self._commit(book_id, state.feeds, changed),
            has_happened=lambda later: _has_secret(later.feeds, feed, since=changed.version),
        )

    def _commit(self, book_id: str, before: Feeds, changed: Feeds) -> Callable[[], None]:
        def commit() -> None:
            try:
                self._store.put(book_id, changed, before=before)
            except BookMissingError as error:
                raise AccountGoneError("the account no longer has a book") from error

        return commit

    def _carry_out(self, book_id: str, decide: Callable[[_State], Plan[_State, Answer]]) -> Answer:
        def read() -> _State:
            return _State(feeds=self._store.get(book_id), labels=self._books.get_labels(book_id))

        return self._writer.carry_out(read, decide, version=lambda state: state.feeds.version)


def _has_secret(later: Feeds, feed: Feed, *, since: int) -> bool:
    """Return whether a secret, which nobody else can have made, was stored in the version ``since``.

    Raises OutcomeUnknownError if it is not there, but may have been, since the feeds have changed again.
    """
    if feed.secret_hash in later.secret_hashes:
        return True
    if later.version > since:
        raise OutcomeUnknownError("the feeds have changed again since")
    return False
