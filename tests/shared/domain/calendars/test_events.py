"""The events of a calendar: stable, and in the part of iCalendar that programs agree on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.calendars.content_lines import MAX_OCTETS, folded, text_line
from shared.domain.calendars.events import YEARS_AHEAD
from shared.domain.calendars.feeds import DATES
from shared.domain.contacts.contact import Contact
from shared.domain.partial_dates import PartialDate
from tests.support.calendars import NOON, birthday_calendar, calendar_of, contact_with, events_of, rules_of

FULL = contact_with(
    first_name="Ada",
    last_name="Lovelace",
    birthday="1815-12-10",
    anniversary="1835-07-08",
    dates=[{"id": "x1", "label": "met Charles", "value": "1833-06-05"}, {"id": "x2", "value": "--11-27"}],
)


def test_a_calendar_looks_like_this() -> None:
    text = calendar_of([contact_with(7, first_name="Ann", birthday="1990-05-17")], rules_of(alarm="-PT15H"))
    assert text.replace("\r\n", "\n") == (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Contacts API//Feeds 1//EN\nNAME:Birthdays\nX-WR-CALNAME:Birthdays\n"
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H\nX-PUBLISHED-TTL:PT12H\n"
        "BEGIN:VEVENT\nUID:01JD9Z6M3K8QF5T2V7W4X00007-birthday\nDTSTAMP:20260517T120000Z\n"
        "DTSTART;VALUE=DATE:20000517\nRRULE:FREQ=YEARLY\nSUMMARY:Ann: birthday (1990)\nTRANSP:TRANSPARENT\n"
        "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:Ann: birthday (1990)\nTRIGGER:-PT15H\nEND:VALARM\nEND:VEVENT\n"
        "END:VCALENDAR\n"
    )
    assert text.count("\n") == text.count("\r\n")


@pytest.mark.parametrize("leap_day", ["02-28", "03-01"])
@pytest.mark.parametrize("alarm", ["", "-PT15H"])
def test_nothing_is_in_a_feed_that_programs_misunderstand(leap_day: str, alarm: str) -> None:
    text = birthday_calendar(leap_day, alarm=alarm)
    for word in ("RSCALE", "SKIP", "BYSETPOS", "RDATE", "EXDATE", "BYYEARDAY", "DURATION:P", "METHOD"):
        assert word not in text.replace("REFRESH-INTERVAL;VALUE=DURATION:P", ""), word
    rules = set(re.findall(r"RRULE:(.*)\r\n", text))
    assert rules == {"FREQ=YEARLY"} | ({"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"} if leap_day == "02-28" else set())
    assert set(re.findall(r"TRIGGER.*:(.*)\r\n", text)) == ({alarm} if alarm else set())
    assert text.count("BEGIN:VALARM") == (text.count("BEGIN:VEVENT") if alarm else 0)


def test_a_plain_yearly_rule_never_starts_on_29_february() -> None:
    for leap_day in ("02-28", "03-01"):
        for event in events_of(birthday_calendar(leap_day)):
            if event.get("RRULE") == {"FREQ": ["YEARLY"]}:
                assert (event["DTSTART"].dt.month, event["DTSTART"].dt.day) != (2, 29)


@pytest.mark.parametrize(
    ("birthday", "start"),
    [
        ("--05-17", "20000517"),
        ("1604-05-17", "20000517"),
        ("0001-01-01", "20000101"),
        ("1999-12-31", "20001231"),
        ("2000-05-17", "20000517"),
        ("2023-05-17", "20230517"),
        ("9999-05-17", "99990517"),
        ("--02-29", "20000229"),
        ("1604-02-29", "20000229"),
        ("2004-02-29", "20040229"),
    ],
)
def test_a_date_begins_in_2000_or_in_its_year_if_that_is_later(birthday: str, start: str) -> None:
    [event] = rules_of().events_of(contact_with(birthday=birthday))
    assert f"DTSTART;VALUE=DATE:{start}\r\n" in event


@pytest.mark.parametrize("birthday", ["1990", "1990-05", "", "someday", "1990-05-17T10:00:00Z"])
def test_a_date_without_month_and_day_is_no_event(birthday: str) -> None:
    """khal invents the day on which it reads such a date: https://www.rfc-editor.org/rfc/rfc6350#section-4.3.1."""
    assert not list(rules_of().events_of(contact_with(birthday=birthday, dates=[{"value": birthday}, {}])))


def test_uids_are_those_of_contact_and_date_whatever_else_changes() -> None:
    def uids(contact: Contact, **rules: Any) -> list[str]:
        return [str(event["UID"]) for event in events_of(calendar_of([contact], rules_of(**rules)))]

    expected = [f"{FULL.id}-{key}" for key in ("birthday", "anniversary", "date-x1", "date-x2")]
    assert uids(FULL) == expected
    members = {**FULL.document.members, "first_name": "Augusta", "birthday": "1815-12-11"}
    changed = replace(contact_with(**members), updated_at=NOON + timedelta(days=1), revision=9)
    assert uids(changed, alarm="-PT1H", leap_day="03-01") == expected


def test_years_of_1_march_have_uids_of_their_own_that_stay() -> None:
    contact = contact_with(birthday="1992-02-29")

    def days(year: int) -> dict[str, date]:
        rules = rules_of(leap_day="03-01", year=year)
        return {str(event["UID"]): event["DTSTART"].dt for event in events_of(calendar_of([contact], rules))}

    now, later = days(2026), days(2027)
    assert min(now.values()) == date(2025, 3, 1)
    assert max(now.values()) == date(2026 + YEARS_AHEAD, 2, 29)
    assert len(now) == YEARS_AHEAD + 2
    assert {uid: now[uid] for uid in now.keys() & later.keys()} == {
        uid: later[uid] for uid in now.keys() & later.keys()
    }
    assert len(now.keys() & later.keys()) == len(now) - 1
    assert min(day.year for day in days(2026).values()) == 2025
    assert list(rules_of(leap_day="03-01", year=1950).events_of(contact)) == []


def test_dtstamp_is_the_change_of_the_contact() -> None:
    contact = replace(FULL, updated_at=datetime(2025, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC))
    stamps = {event["DTSTAMP"].dt for event in events_of(calendar_of([contact], rules_of()))}
    assert stamps == {datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)}


def test_a_date_that_a_contact_has_twice_is_one_event() -> None:
    dates = [
        {"id": "a", "label": "Birthday", "value": "1990-05-17"},
        {"id": "b", "label": "birthday", "value": "1990-05-18"},
        {"id": "c", "label": "birthday", "value": "1990-05-18"},
    ]
    events = events_of(calendar_of([contact_with(birthday="1990-05-17", dates=dates)], rules_of()))
    assert [str(event["UID"])[-6:] for event in events] == ["rthday", "date-b"]


@pytest.mark.parametrize(
    ("members", "name"),
    [
        ({"organizations": [{"name": "Acme"}]}, "Acme"),
        ({"emails": [{"value": "a@example.com"}]}, "a@example.com"),
        ({"display_name": "Dr. No", "first_name": "Julius"}, "Dr. No"),
    ],
)
def test_a_contact_without_a_name_is_called_by_what_it_has(members: dict[str, Any], name: str) -> None:
    [event] = events_of(calendar_of([contact_with(**members, anniversary="--05-17")], rules_of()))
    assert str(event["SUMMARY"]) == f"{name}: anniversary"


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\\;,:\n\"'é漢😀"), max_size=200)


@given(text=TEXTS, label=TEXTS, day=st.dates(date(1, 1, 1)), has_year=st.booleans())
def test_any_text_comes_back_as_it_was_and_breaks_nothing(text: str, label: str, day: date, has_year: bool) -> None:
    value = str(PartialDate(year=day.year if has_year else None, month=day.month, day=day.day))
    contact = contact_with(display_name=text, dates=[{"id": label, "label": label, "value": value}])
    calendar = calendar_of([contact], rules_of(alarm="-P1D"), name=text)
    lines = calendar.encode().split(b"\r\n")
    assert max(map(len, lines)) <= MAX_OCTETS
    for line in lines:
        line.decode()
    events = events_of(calendar)
    assert len(events) == 1
    assert re.fullmatch(r"DTSTART;VALUE=DATE:\d{8}", next(x for x in calendar.split("\r\n") if x.startswith("DTSTART")))


@given(text=TEXTS)
def test_a_folded_line_unfolds_to_what_it_was(text: str) -> None:
    line = folded(f"SUMMARY:{text}".replace("\n", "\\n"))
    assert line.endswith("\r\n")
    assert line[:-2].replace("\r\n ", "") == f"SUMMARY:{text}".replace("\n", "\\n")
    assert all(len(piece.encode()) <= MAX_OCTETS for piece in line[:-2].split("\r\n"))


@given(text=TEXTS)
def test_a_text_reads_back_through_another_library(text: str) -> None:
    event: Any = icalendar.Event.from_ical(f"BEGIN:VEVENT\r\n{text_line('SUMMARY', text)}END:VEVENT\r\n")
    assert str(event["SUMMARY"]) == "\n".join(text.splitlines())


def test_a_line_of_75_octets_is_not_folded_and_one_of_76_is() -> None:
    assert text_line("X", 73 * "a").count("\r\n") == 1
    assert text_line("X", 74 * "a") == "X:" + 73 * "a" + "\r\n a\r\n"
    assert text_line("X", 72 * "a" + "é") == "X:" + 72 * "a" + "\r\n é\r\n"
    assert text_line("X", "\ud800") == "X:?\r\n"


def test_all_members_with_dates_can_be_asked_for() -> None:
    titles = {
        name: [str(event["SUMMARY"]) for event in events_of(calendar_of([FULL], rules_of(dates=(name,))))]
        for name in DATES
    }
    assert titles == {
        "birthday": ["Ada Lovelace: birthday (1815)"],
        "anniversary": ["Ada Lovelace: anniversary (1835)"],
        "dates": ["Ada Lovelace: met Charles (1833)", "Ada Lovelace: date"],
    }
