"""The calendars that feeds show: whether one has changed, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from shared.domain.calendars.events import CALENDAR_END, EventRules, calendar_start
from shared.domain.calendars.feeds import secret_hash
from shared.domain.errors import FeedNotFoundError, StoreUnavailableError
from shared.domain.ids import is_ulid, made_at
from shared.services.books.local_dates import known_leap_day, today_in
from shared.services.ports.conflicts import BookMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from shared.domain.books import Book
    from shared.domain.calendars.feeds import Feed
    from shared.domain.contacts.contact import Contact
    from shared.services.ports.books import BookReader
    from shared.services.ports.calendar_feeds import CalendarFeedStore
    from shared.services.ports.feed import BookFeed

RAISES = (StoreUnavailableError,)

FORM = 1
"""The form of calendars; raise it with every change of what they say, or programs keep what they have."""
SETTLING = timedelta(minutes=1)
"""How long after a commit began it may, at most, not be wholly visible: a commit appears item by item."""
_READ_AT_ONCE = 1000
_DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A secret that opens a feed, and the version of its calendar, which may be as it was a second ago."""

    secret_hash: str
    book_id: str
    feed_id: str
    version: str


class Calendars:
    """Finds the calendar that a secret opens."""

    def __init__(
        self, store: CalendarFeedStore, books: BookReader, contacts: BookFeed, *, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._books = books
        self._contacts = contacts
        self._now = now

    def poll(self, secret: str) -> Poll:
        """Return what a secret opens, for one read unit. Raises FeedNotFoundError, StoreUnavailableError."""
        key = secret_hash(secret)
        polled = self._store.poll(key)
        if polled is None or polled.book.disabled_at is not None or polled.book.erase_at is not None:
            raise FeedNotFoundError("there is no such feed")
        version = self._version(polled.book, polled.feed_id)
        return Poll(secret_hash=key, book_id=polled.book.id, feed_id=polled.feed_id, version=version)

    def open(self, poll: Poll) -> Calendar:
        """Return the calendar of a poll, with two requests, or three if it is of a label.

        Raises FeedNotFoundError if the secret has been replaced meanwhile, or the feed or its book deleted, and
        StoreUnavailableError.
        """
        feed = self._store.get(poll.book_id).feeds.get(poll.feed_id)
        if feed is None or feed.secret_hash != poll.secret_hash:
            raise FeedNotFoundError("there is no such feed")
        try:
            book = self._books.load(poll.book_id).book
        except BookMissingError as error:
            raise FeedNotFoundError("there is no such feed") from error
        label_ids = self._books.get_labels(book.id).ids_of_label(feed.label_id) if feed.label_id else None
        return Calendar(
            feed=feed,
            version=self._version(book, feed.id),
            rules=EventRules(
                dates=feed.dates,
                alarm=feed.alarm,
                leap_day=known_leap_day(book.settings.leap_day),
                year=today_in(book.settings, self._now()).year,
            ),
            contacts=lambda: self._live(book.id, label_ids),
            is_final=lambda: self._is_settled(book) and self._books.load(book.id).book == book,
        )

    def _is_settled(self, book: Book) -> bool:
        """Return whether the latest commit is wholly visible, which its id tells: it says when the commit began."""
        commit_id = book.last_commit_id
        return not is_ulid(commit_id) or self._now() - made_at(commit_id) > SETTLING

    def _live(self, book_id: str, label_ids: frozenset[str] | None) -> Iterator[tuple[Contact, ...]]:
        """Yield the live contacts of a book with one of these labels, run by run; all of them for None.

        A feed reads the whole book: the index of birthdays lacks other dates, and to follow it costs more as soon as
        one contact in five has a birthday.
        """
        after: str | None = "" if label_ids is None or label_ids else None
        while after is not None:
            run = self._contacts.contacts(book_id, limit=_READ_AT_ONCE, after_id=after)
            yield tuple(
                [each for each in run.contacts if label_ids is None or not label_ids.isdisjoint(each.label_ids)]
            )
            after = run.next_id

    def _version(self, book: Book, feed_id: str) -> str:
        """Return the opaque version of a calendar, which changes if what it shows may have.

        The commit tells apart two states that had the same revision, before and after the table was restored. Where 29
        February is an event of its own for each year, the calendar also depends on the year; otherwise that is empty,
        which tells the two leap days apart.
        """
        is_by_year = known_leap_day(book.settings.leap_day) == "03-01"
        year = today_in(book.settings, self._now()).year if is_by_year else ""
        content = f"{FORM} {feed_id} {book.last_commit_id} {year}"
        return f"{book.revision}-{sha256(content.encode()).hexdigest()[:_DIGEST_LENGTH]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The calendar of a feed, whose contacts are read as it is written.

    Afterwards ``is_final`` says whether what was written is that version, and all of it: others may have changed the
    book meanwhile, or just before. A calendar that is not final must not be given the version: programs would keep it.
    """

    feed: Feed
    version: str
    rules: EventRules
    contacts: Callable[[], Iterator[tuple[Contact, ...]]]
    is_final: Callable[[], bool]

    def pieces(self) -> Iterator[str]:
        """Yield the text of the calendar (iCalendar), one piece for every MB of contacts that is read."""
        yield calendar_start(self.feed.name)
        for contacts in self.contacts():
            yield "".join([event for contact in contacts for event in self.rules.events_of(contact)])
        yield CALENDAR_END
