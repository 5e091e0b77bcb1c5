"""Listing upcoming birthdays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from shared.domain.contacts.birthdays import Occurrence, Window
from shared.domain.errors import StoreUnavailableError
from shared.services.books.local_dates import known_leap_day, today_in
from shared.services.contacts.tagged import TaggedContact
from shared.services.ports.books import load_book, part_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.services.ports.books import BookReader, BookState, Position

RAISES = (StoreUnavailableError,)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpcomingBirthday:
    """A contact, and the next occurrence of its birthday."""

    contact: TaggedContact
    next: Occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthdayPage:
    """One page of birthdays, soonest first, the position of each, and where the next ones start."""

    birthdays: tuple[UpcomingBirthday, ...]
    positions: tuple[Position, ...]
    next: Position | None


class Birthdays:
    """Lists the birthdays of a book's contacts, in the time zone and with the leap day of the book's settings."""

    def __init__(self, store: BookReader, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def upcoming(self, book_id: str, *, days: int, limit: int, after: Position | None = None) -> BirthdayPage:
        """Return a page of the birthdays from today until ``days`` (0 to 366) later, soonest first.

        Further pages keep the window of the first page, even if midnight has passed since. This takes one read of the
        head, at most two queries and one batch read. Raises AccountGoneError.
        """
        state = load_book(self._store, book_id, labels=True)
        window = self._window(state, days, after)
        page = self._store.list_by_birthday(book_id, window.ranges(), limit=limit, after=after)
        birthdays = []
        for contact in page.contacts:
            birthday = contact.birthday
            if birthday is None:
                continue  # in a form that only newer code reads
            tagged = TaggedContact.of(contact, state.labels)
            birthdays.append(UpcomingBirthday(contact=tagged, next=window.next_occurrence(birthday)))
        first_window = {"today": window.today.isoformat(), "leap_day": window.leap_day}
        return BirthdayPage(
            birthdays=tuple(birthdays),
            positions=tuple([{**position, **first_window} for position in page.positions]),
            next={**page.next, **first_window} if page.next else None,
        )

    def _window(self, state: BookState, days: int, after: Position | None) -> Window:
        """Return the window of the first page, which neither midnight nor a change of the settings moves."""
        if after is not None:
            today = date.fromisoformat(str(part_of(after, "today")))
            return Window(today=today, days=days, leap_day=known_leap_day(str(part_of(after, "leap_day"))))
        settings = state.book.settings
        today = today_in(settings, self._now())
        return Window(today=today, days=days, leap_day=known_leap_day(settings.leap_day))
