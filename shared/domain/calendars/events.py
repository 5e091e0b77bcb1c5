"""A calendar of the dates of contacts, in the part of iCalendar (RFC 5545) that calendar programs agree on.

docs/decisions/0031-calendar-feeds.md says which that is, and what programs do with the rest.
"""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.calendars.content_lines import text_line
from shared.domain.contacts.relations import shown_name
from shared.domain.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.contacts.contact import Contact

BASE_YEAR = 2000
"""Where dates begin that are older or have no year: a leap year, and not far back, since programs count from there."""
YEARS_AHEAD = 10
REFRESH_INTERVAL = "PT12H"
_LAST_OF_FEBRUARY = "02-28"
_EVERY_YEAR = "RRULE:FREQ=YEARLY\r\n"
_EVERY_END_OF_FEBRUARY = "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1\r\n"
CALENDAR_END = "END:VCALENDAR\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A date of a contact: the name of the event in its UID, what it is called, and its day."""

    key: str
    title: str
    date: PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRules:
    """What becomes an event: the members of a contact among ``domain.calendars.feeds.DATES``, and with which alarm.

    ``leap_day`` (``02-28`` or ``03-01``) is when a 29 February is celebrated in common years; for 1 March, which no
    rule says to all programs alike, each year is an event of its own, from the year before ``year`` to ten years ahead.
    """

    dates: tuple[str, ...]
    alarm: str
    leap_day: str
    year: int

    def events_of(self, contact: Contact) -> Iterator[str]:
        """Yield the events of a contact, each as lines. Dates without month and day have none."""
        seen: set[tuple[str, str]] = set()
        for occasion in self._occasions(contact):
            what = (occasion.title.casefold(), str(occasion.date))
            if what not in seen:
                seen.add(what)
                yield from self._events(contact, occasion)

    def _occasions(self, contact: Contact) -> Iterator[Occasion]:
        members = contact.document.members
        for name in ("birthday", "anniversary"):
            if name in self.dates and (date := _day(members.get(name, ""))):
                yield Occasion(key=name, title=name, date=date)
        for place, value in enumerate(members.get("dates", ()) if "dates" in self.dates else ()):
            if date := _day(value.get("value", "")):
                yield Occasion(key=f"date-{value.get('id', place)}", title=value.get("label") or "date", date=date)

    def _events(self, contact: Contact, occasion: Occasion) -> Iterator[str]:
        date = occasion.date
        title = f"{shown_name(contact)}: {occasion.title}" + (f" ({date.year})" if date.year else "")
        first = max(date.year or BASE_YEAR, BASE_YEAR)
        uid = f"{contact.id}-{occasion.key}"
        if date.month_and_day != "02-29":
            yield self._event(contact, uid, f"{first}{date.month:02}{date.day:02}", _EVERY_YEAR, title)
        elif self.leap_day == _LAST_OF_FEBRUARY:
            yield self._event(contact, uid, f"{first}0229", _EVERY_END_OF_FEBRUARY, title)
        else:
            for year in range(max(first, self.year - 1), self.year + YEARS_AHEAD + 1):
                day = "0229" if isleap(year) else "0301"
                yield self._event(contact, f"{uid}-{year}", f"{year}{day}", "", title)

    def _event(self, contact: Contact, uid: str, start: str, rule: str, title: str) -> str:
        """Return an event of a whole day. It is stamped with the contact's change, so that it stays as it is."""
        return (
            f"BEGIN:VEVENT\r\n{text_line('UID', uid)}DTSTAMP:{contact.updated_at:%Y%m%dT%H%M%SZ}\r\n"
            f"DTSTART;VALUE=DATE:{start}\r\n{rule}{text_line('SUMMARY', title)}TRANSP:TRANSPARENT\r\n"
            f"{self._alarm(title)}END:VEVENT\r\n"
        )

    def _alarm(self, title: str) -> str:
        if not self.alarm:
            return ""
        return (
            f"BEGIN:VALARM\r\nACTION:DISPLAY\r\n{text_line('DESCRIPTION', title)}TRIGGER:{self.alarm}\r\nEND:VALARM\r\n"
        )


def calendar_start(name: str) -> str:
    """Return the beginning of a calendar of this name, under all names that programs look for one (RFC 7986)."""
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Contacts API//Feeds 1//EN\r\n"
        f"{text_line('NAME', name)}{text_line('X-WR-CALNAME', name)}"
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH_INTERVAL}\r\nX-PUBLISHED-TTL:{REFRESH_INTERVAL}\r\n"
    )


def _day(text: str) -> PartialDate | None:
    """Return a date whose month and day are known; None for any other, and for what only newer code reads."""
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return None
    return date if date.day is not None else None
