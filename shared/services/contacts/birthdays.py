"""Whose birthday comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from shared.domain.contacts.birthdays import Occurrence, Window
from shared.domain.errors import AccountGoneError, StoreUnavailableError
from shared.services.contacts.tagged import TaggedContact
from shared.services.ports.conflicts import BookMissingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.services.ports.books import BookState, BookStore, Position

RAISES = (StoreUnavailableError,)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpcomingBirthday:
    """A contact and the next time its birthday comes round."""

    contact: TaggedContact
    next: Occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthdayPage:
    """Some birthdays, soonest first, and where the next page starts."""

    birthdays: tuple[UpcomingBirthday, ...]
    next: Position | None


class Birthdays:
    """Birthdays of a book's contacts, in the book's own time zone and with its own rule for 29 February."""

    def __init__(self, store: BookStore, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def upcoming(self, book_id: str, *, days: int, limit: int, after: Position | None = None) -> BirthdayPage:
        """Return those of today and the ``days`` (0 to 366) after it, soonest first.

        A page that follows another one goes on in the window of the first, also when midnight has passed since. One
        read of the head, at most two queries and one batch read. Raises AccountGoneError.
        """
        state = self._state(book_id)
        window = self._window(state, days, after)
        found = self._store.list_by_birthday(book_id, window.ranges(), limit=limit, after=after)
        birthdays = []
        for contact in found.contacts:
            assert contact.birthday is not None
            birthdays.append(
                UpcomingBirthday(
                    contact=TaggedContact.of(contact, state.labels),
                    next=window.next_occurrence(contact.birthday),
                )
            )
        shown = {"today": window.today.isoformat(), "leap_day": window.leap_day}
        following = {**found.next, **shown} if found.next else None
        return BirthdayPage(birthdays=tuple(birthdays), next=following)

    def _state(self, book_id: str) -> BookState:
        try:
            return self._store.load(book_id, labels=True)
        except BookMissingError as error:
            raise AccountGoneError("the account no longer has a book") from error

    def _window(self, state: BookState, days: int, after: Position | None) -> Window:
        """Return the window of the first page: neither midnight nor a change of the settings moves it on the way."""
        if after is not None:
            return Window(today=date.fromisoformat(str(after["today"])), days=days, leap_day=str(after["leap_day"]))
        settings = state.book.settings
        today = self._now().astimezone(ZoneInfo(settings.time_zone)).date()
        return Window(today=today, days=days, leap_day=settings.leap_day)
