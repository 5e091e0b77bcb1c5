"""Birthdays come round in their order, each once, whatever the calendar does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.contacts.birthdays import Window
from shared.domain.partial_dates import PartialDate

EVERY_DAY = [(date(2000, 1, 1) + timedelta(days=number)).strftime("%m-%d") for number in range(366)]
LEAP_DAYS = ("02-28", "03-01")


def window(today: str, days: int, leap_day: str = "02-28") -> Window:
    return Window(today=date.fromisoformat(today), days=days, leap_day=leap_day)


def ranges(today: str, days: int, leap_day: str = "02-28") -> list[tuple[str, str]]:
    return [(found.first, found.last) for found in window(today, days, leap_day).ranges()]


@pytest.mark.parametrize(
    ("today", "days", "leap_day", "expected"),
    [
        ("2026-05-17", 0, "02-28", [("05-17", "05-17")]),
        ("2026-05-17", 7, "02-28", [("05-17", "05-24")]),
        ("2026-12-30", 3, "02-28", [("12-30", "12-31"), ("01-01", "01-02")]),
        ("2026-12-31", 0, "02-28", [("12-31", "12-31")]),
        ("2027-02-28", 0, "02-28", [("02-28", "02-29")]),
        ("2027-02-28", 0, "03-01", [("02-28", "02-28")]),
        ("2027-03-01", 0, "03-01", [("02-29", "03-01")]),
        ("2027-03-01", 0, "02-28", [("03-01", "03-01")]),
        ("2028-02-28", 0, "02-28", [("02-28", "02-28")]),
        ("2028-02-29", 0, "03-01", [("02-29", "02-29")]),
        ("2026-12-31", 59, "02-28", [("12-31", "12-31"), ("01-01", "02-29")]),
        ("2026-12-31", 59, "03-01", [("12-31", "12-31"), ("01-01", "02-28")]),
        ("2026-01-01", 366, "02-28", [("01-01", "12-31")]),
        ("2026-12-31", 366, "02-28", [("12-31", "12-31"), ("01-01", "12-30")]),
        ("2028-02-29", 366, "02-28", [("02-29", "12-31"), ("01-01", "02-28")]),
    ],
)
def test_windows_are_these_ranges(today: str, days: int, leap_day: str, expected: list[tuple[str, str]]) -> None:
    assert ranges(today, days, leap_day) == expected


@given(st.dates(date(1999, 1, 1), date(2105, 12, 31)), st.integers(0, 366), st.sampled_from(LEAP_DAYS))
def test_a_window_holds_exactly_the_birthdays_that_come_round_in_it_soonest_first(
    today: date, days: int, leap_day: str
) -> None:
    view = Window(today=today, days=days, leap_day=leap_day)
    listed = [day for found in view.ranges() for day in EVERY_DAY if found.first <= day <= found.last]
    coming = [view.next_occurrence(PartialDate.parse(f"--{day}")).on for day in listed]
    assert coming == sorted(coming)
    assert len(set(listed)) == len(listed)
    last = today + timedelta(days=days)
    within = {day for day in EVERY_DAY if view.next_occurrence(PartialDate.parse(f"--{day}")).on <= last}
    assert set(listed) == within


@pytest.mark.parametrize(
    ("today", "leap_day", "birthday", "on", "turns"),
    [
        ("2026-05-17", "02-28", "1990-05-17", "2026-05-17", 36),
        ("2026-05-18", "02-28", "1990-05-17", "2027-05-17", 37),
        ("2026-05-18", "02-28", "--05-17", "2027-05-17", None),
        ("2027-01-01", "02-28", "2000-02-29", "2027-02-28", 27),
        ("2027-01-01", "03-01", "2000-02-29", "2027-03-01", 27),
        ("2028-01-01", "03-01", "2000-02-29", "2028-02-29", 28),
        ("2027-03-01", "02-28", "2000-02-29", "2028-02-29", 28),
        ("2026-05-01", "02-28", "2026-06-01", "2026-06-01", 0),
        ("2026-05-01", "02-28", "2027-06-01", "2026-06-01", None),
        ("2026-07-01", "02-28", "2030-06-01", "2027-06-01", None),
        ("2026-07-01", "02-28", "2027-06-01", "2027-06-01", 0),
    ],
)
def test_the_next_birthday_and_the_age_on_it(
    today: str, leap_day: str, birthday: str, on: str, turns: int | None
) -> None:
    occurrence = window(today, 0, leap_day).next_occurrence(PartialDate.parse(birthday))
    assert (occurrence.on.isoformat(), occurrence.turns) == (on, turns)


@pytest.mark.parametrize(("year", "day"), [(2000, "02-29"), (2096, "02-29"), (2100, "03-01"), (2101, "03-01")])
def test_a_century_is_a_leap_year_only_every_fourth_time(year: int, day: str) -> None:
    window = Window(today=date(year, 1, 1), days=366, leap_day="03-01")
    birthday = PartialDate.parse("--02-29")
    assert f"{window.next_occurrence(birthday).on:%m-%d}" == day
