"""What programs show of a feed: four engines that expand events, over common and leap years.

What engines in JavaScript show is looked at by ``findings/calendar_engines.py``, where there is Node.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr

from tests.support.calendars import LEAP_DAYS, YEARS, birthday_calendar, events_of, expected_calendar

Shown = dict[str, list[date]]
FIRST, LAST = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)


def by_recurring_ical_events(text: str) -> Shown:
    """The library behind many Python programs; it walks from DTSTART."""
    shown: defaultdict[str, list[date]] = defaultdict(list)
    calendar = icalendar.Calendar.from_ical(text)
    for event in recurring_ical_events.of(calendar).between(FIRST, LAST + timedelta(days=1)):
        shown[name_of(event)].append(event["DTSTART"].dt)
    return shown


def by_dateutil(text: str) -> Shown:
    """RRULE as dateutil reads it; radicale, khal and Home Assistant use it."""
    shown: defaultdict[str, list[date]] = defaultdict(list)
    for event in events_of(text):
        start = datetime.combine(event["DTSTART"].dt, datetime.min.time())
        if "RRULE" not in event:
            shown[name_of(event)].append(start.date())
            continue
        rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)
        first, last = (datetime.combine(day, datetime.min.time()) for day in (FIRST, LAST))
        shown[name_of(event)] += [day.date() for day in rule.between(first, last, inc=True)]
    return shown


def by_outlooks_template(text: str) -> Shown:
    """Exchange's yearly template (MS-OXCICAL 2.1.3.2.2.5): a month, and a day or, for -1, the last day of it."""
    shown: defaultdict[str, list[date]] = defaultdict(list)
    for event in events_of(text):
        start: date = event["DTSTART"].dt
        rule = dict(event.get("RRULE", {}))
        if not rule:
            shown[name_of(event)].append(start)
            continue
        assert rule.pop("FREQ") == ["YEARLY"]
        [month] = rule.pop("BYMONTH", [start.month])
        [day] = rule.pop("BYMONTHDAY", [start.day])
        assert not rule, "the template has no more"
        for year in range(max(start.year, FIRST.year), LAST.year + 1):
            end_of_month = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            shown[name_of(event)].append(end_of_month if day == -1 else date(year, month, day))
    return shown


def by_steps_of_a_year(text: str) -> Shown:
    """An engine that knows FREQ alone and adds a year to the date, as old telephones do; only for what has no more."""
    shown: defaultdict[str, list[date]] = defaultdict(list)
    for event in events_of(text):
        start: date = event["DTSTART"].dt
        if set(event.get("RRULE", {})) == {"FREQ"}:
            years = range(start.year, LAST.year + 1)
            shown[name_of(event)] += [start.replace(year=year) for year in years if year >= FIRST.year]
        elif "RRULE" not in event:
            shown[name_of(event)].append(start)
    return shown


def name_of(event: Any) -> str:
    return str(event["SUMMARY"]).partition(":")[0]


def in_years(shown: Shown) -> Shown:
    return {name: sorted(day for day in days if FIRST <= day <= LAST) for name, days in shown.items()}


@pytest.mark.parametrize("leap_day", LEAP_DAYS)
@pytest.mark.parametrize("engine", [by_recurring_ical_events, by_dateutil, by_outlooks_template])
def test_every_engine_shows_every_birthday_on_its_day(engine: Callable[[str], Shown], leap_day: str) -> None:
    assert in_years(engine(birthday_calendar(leap_day, alarm="-PT15H"))) == expected_calendar(leap_day)


def test_where_29_february_is_1_march_an_engine_needs_to_know_no_more_than_that_there_are_years() -> None:
    assert in_years(by_steps_of_a_year(birthday_calendar("03-01"))) == expected_calendar("03-01")


def test_where_it_is_28_february_all_other_days_need_no_more_either() -> None:
    shown = in_years(by_steps_of_a_year(birthday_calendar("02-28")))
    assert shown == {name: days for name, days in expected_calendar("02-28").items() if "leap" not in name}
