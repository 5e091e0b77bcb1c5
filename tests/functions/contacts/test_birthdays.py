"""GET /api/v1/contacts/birthdays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails
from shared.domain.partial_dates import PartialDate
from shared.services.ports.commits import MAX_WRITES_PER_COMMIT
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.support.client import Answer
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring

PATH = f"{CONTACTS}/birthdays"


def upcoming(person: Person, **query: str) -> Answer:
    answer = person.request("GET", PATH, query=query)
    assert answer.status == 200, answer.text
    return answer


def listed(answer: Answer) -> list[tuple[str, str, int | None]]:
    return [(item["contact"]["first_name"], item["next_birthday"], item["turns"]) for item in answer.json["items"]]


@pytest.fixture
def silvester(clock: Clock) -> Clock:
    """The last day of 2026, ten minutes before midnight in London."""
    clock.time = datetime(2026, 12, 31, 23, 50, tzinfo=UTC)
    return clock


@pytest.fixture
def circle(silvester: Clock, person: Person) -> Person:
    """Somebody with contacts around New Year, made on the last day of 2026."""
    for name, birthday in {
        "Next year": "2000-01-01",
        "Today": "--12-31",
        "Yesterday": "1990-12-30",
        "In a week": "1990-01-07",
        "In eight days": "1990-01-08",
        "Leap": "2000-02-29",
        "Unknown day": "1990-12",
    }.items():
        person.create(first_name=name, birthday=birthday)
    return person


def test_birthdays_of_a_week_come_soonest_first_across_new_year(circle: Person) -> None:
    assert listed(upcoming(circle)) == [
        ("Today", "2026-12-31", None),
        ("Next year", "2027-01-01", 27),
        ("In a week", "2027-01-07", 37),
    ]


def test_zero_days_are_today_only(circle: Person) -> None:
    assert listed(upcoming(circle, days="0")) == [("Today", "2026-12-31", None)]


def test_a_whole_year_has_every_known_day_once(circle: Person) -> None:
    names = [name for name, _, _ in listed(upcoming(circle, days="366"))]
    assert names == ["Today", "Next year", "In a week", "In eight days", "Leap", "Yesterday"]


@pytest.mark.parametrize(("leap_day", "kept_on"), [("02-28", "2027-02-28"), ("03-01", "2027-03-01")])
def test_a_leap_day_is_kept_where_its_owner_wants_it(circle: Person, leap_day: str, kept_on: str) -> None:
    circle.request("PUT", "/api/v1/auth/me", json_body={"leap_day": leap_day})
    assert ("Leap", kept_on, 27) in listed(upcoming(circle, days="90"))


@pytest.mark.parametrize(
    ("time_zone", "first"),
    [("Pacific/Kiritimati", ("Next year", "2027-01-01", 27)), ("Etc/GMT+12", ("Today", "2026-12-31", None))],
)
def test_today_is_where_the_owner_lives(circle: Person, time_zone: str, first: tuple[str, str, int | None]) -> None:
    circle.request("PUT", "/api/v1/auth/me", json_body={"time_zone": time_zone})
    assert listed(upcoming(circle, days="30"))[0] == first


def test_pages_are_of_the_same_days_though_midnight_passes(circle: Person, silvester: Clock) -> None:
    first = upcoming(circle, limit="1")
    silvester.advance(timedelta(minutes=20))
    rest = upcoming(circle, cursor=first.json["next_cursor"])
    assert [name for name, _, _ in listed(rest)] == ["Next year", "In a week"]
    assert [name for name, _, _ in listed(upcoming(circle))] == ["Next year", "In a week", "In eight days"]


def test_a_cursor_is_good_for_the_same_days_only(circle: Person) -> None:
    cursor = upcoming(circle, limit="1").json["next_cursor"]
    answer = circle.request("GET", PATH, query={"days": "8", "cursor": cursor})
    assert (answer.status, answer.code) == (400, "invalid_cursor")


def test_a_deleted_contact_has_no_birthday(circle: Person) -> None:
    [today, *_] = upcoming(circle).json["items"]
    circle.request("DELETE", f"{CONTACTS}/{today['contact']['id']}")
    assert listed(upcoming(circle, days="0")) == []


def test_nobody_elses_birthdays_are_listed(circle: Person, new_person: NewPerson) -> None:
    assert listed(upcoming(new_person(), days="366")) == []


@pytest.mark.parametrize("days", ["-1", "367", "x", "1.5"])
def test_a_window_that_is_no_window_is_refused(person: Person, days: str) -> None:
    answer = person.request("GET", PATH, query={"days": days})
    assert (answer.status, answer.json["errors"][0]["parameter"]) == (422, "days")


def test_a_parameter_without_a_value_counts_as_omitted(circle: Person) -> None:
    assert upcoming(circle, days="", limit="", cursor="").json == upcoming(circle).json


def test_an_account_that_is_gone_has_no_birthdays(new_person: NewPerson) -> None:
    answer = new_person(account_id="01JD9Z6M3J0A1B2C3D4E5F6G7H").request("GET", PATH)
    assert (answer.status, answer.code) == (401, "account_gone")


def test_thousands_of_birthdays_come_page_by_page_each_once(circle: Person, wired: MemoryWiring) -> None:
    names = [f"Person {number:04}" for number in range(2000)]
    for first in range(0, len(names), MAX_WRITES_PER_COMMIT):
        drafts = [
            ContactDraft(
                details=ContactDetails(first_name=name, birthday=PartialDate(month=1, day=1 + int(name[-1]) % 7))
            )
            for name in names[first : first + MAX_WRITES_PER_COMMIT]
        ]
        wired.contact_writer.add_all(circle.account_id, drafts, actor=circle.account_id)
    found: list[tuple[str, str, int | None]] = []
    more: dict[str, str] = {}
    while True:
        page = upcoming(circle, limit="100", **more)
        found += listed(page)
        if page.json["next_cursor"] is None:
            break
        more = {"cursor": page.json["next_cursor"]}
    assert len(found) == len(names) + 3
    assert {name for name, _, _ in found} >= set(names)
    assert [day for _, day, _ in found] == sorted(day for _, day, _ in found)
