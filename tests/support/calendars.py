"""Calendars for tests: of made-up contacts, and what the programs that read them must show."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import icalendar

from shared.domain.calendars.events import CALENDAR_END, EventRules, calendar_start
from shared.domain.calendars.feeds import DATES
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.documents import Document

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
YEARS = range(2024, 2031)
LEAP_DAYS = ("02-28", "03-01")
BIRTHDAYS: Mapping[str, str] = {
    "leap": "1992-02-29",
    "leap, this century": "2004-02-29",
    "leap, no year": "--02-29",
    "first leap year": "2000-02-29",
    "end of February": "1990-02-28",
    "1 March": "1990-03-01",
    "no year": "--05-17",
    "old": "1604-12-31",
    "recent": "2023-01-01",
    "in the years that are shown": "2026-07-07",
}


def contact_with(number: int = 1, **members: Any) -> Contact:
    """Return a contact with these members of a document."""
    return Contact(
        id=f"01JD9Z6M3K8QF5T2V7W4X0{number:04}",
        revision=1,
        document=Document.of(members),
        created_at=NOON,
        updated_at=NOON,
    )


def rules_of(
    *, leap_day: str = "02-28", alarm: str = "", dates: tuple[str, ...] = DATES, year: int = 2024
) -> EventRules:
    return EventRules(dates=dates, alarm=alarm, leap_day=leap_day, year=year)


def calendar_of(contacts: Iterable[Contact], rules: EventRules, *, name: str = "Birthdays") -> str:
    """Return the text of a calendar."""
    events = [event for contact in contacts for event in rules.events_of(contact)]
    return "".join([calendar_start(name), *events, CALENDAR_END])


def events_of(text: str) -> list[Any]:
    """Return the events that another library reads in a calendar."""
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def birthday_calendar(leap_day: str, *, alarm: str = "") -> str:
    """Return the calendar of BIRTHDAYS, with a policy for 29 February."""
    contacts = [
        contact_with(number, first_name=name, birthday=day) for number, (name, day) in enumerate(BIRTHDAYS.items())
    ]
    return calendar_of(contacts, rules_of(leap_day=leap_day, alarm=alarm))


def expected_days(birthday: str, leap_day: str) -> list[date]:
    """Return the days of YEARS on which a birthday is celebrated, counted without any rule of recurrence."""
    known_year = None if birthday.startswith("--") else int(birthday[:4])
    month, day = (int(part) for part in birthday[-5:].split("-"))
    days = []
    for year in YEARS:
        if known_year is not None and year < known_year:
            continue
        is_moved = (month, day) == (2, 29) and not isleap(year)
        days.append(date(year, *((int(part) for part in leap_day.split("-")) if is_moved else (month, day))))
    return days


def expected_calendar(leap_day: str) -> dict[str, list[date]]:
    """Return the days of YEARS by the name of the contact."""
    return {name: expected_days(day, leap_day) for name, day in BIRTHDAYS.items()}
