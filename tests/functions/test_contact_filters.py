"""The filters of the list of contacts: one by one, with words, in both orders, page by page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.support.client import Answer
from tests.support.clock import Clock


def listed(person: Person, **query: str) -> Answer:
    answer = person.request("GET", CONTACTS, query=query)
    assert answer.status == 200, answer.text
    return answer


def names(person: Person, **query: str) -> str:
    return "".join(item["first_name"] for item in listed(person, **query).json["items"])


@pytest.fixture
def seven(new_person: NewPerson, clock: Clock) -> Person:
    """Somebody with seven contacts, a minute between them; A and B are the latest changes."""
    person = new_person(expires_at=clock() + timedelta(days=1))
    made: list[tuple[str, dict[str, Any]]] = [
        ("A", {"favorite": True, "tags": ["Work"]}),
        ("B", {"organizations": [{"name": "Café du Nord"}], "emails": [{"value": "b@example.com"}]}),
        ("C", {"organizations": [{"name": "Café"}], "favorite": True}),
        ("D", {"phones": [{"value": "1"}], "emails": [{"value": "d@example.com"}]}),
        ("E", {"birthday": "--05-17", "tags": ["Work"], "favorite": True}),
        ("F", {"birthday": "1990-06", "kind": "org"}),
        ("G", {"photo_url": "https://example.com/g.jpg"}),
    ]
    for name, more in reversed(made):
        person.create(first_name=name, **more)
        clock.advance(timedelta(minutes=1))
    for contact in listed(person, q="").json["items"][:2]:
        person.request("PATCH", f"{CONTACTS}/{contact['id']}", json_body={"notes": "changed"})
    return person


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"favorite": "true"}, "ACE"),
        ({"favorite": "false"}, "BDFG"),
        ({"organization": "cafe DU nord"}, "B"),
        ({"organization": "du nord"}, ""),
        ({"has": "email"}, "BD"),
        ({"has": "email,phone"}, "D"),
        ({"has": "phone, email,phone"}, "D"),
        ({"has": "birthday"}, "EF"),
        ({"has": "photo"}, "G"),
        ({"birthday_month": "5"}, "E"),
        ({"birthday_month": "6"}, "F"),
        ({"kind": "org"}, "F"),
        ({"kind": "individual"}, "ABCDEG"),
        ({"tag": "work", "favorite": "true", "has": "birthday"}, "E"),
        ({"tag": "work", "q": "a"}, "A"),
        ({"tag": "nobody", "favorite": "true"}, ""),
    ],
)
def test_contacts_are_filtered_in_every_order(seven: Person, query: dict[str, str], found: str) -> None:
    assert names(seven, **query) == found
    assert sorted(names(seven, sort="-updated", **query)) == sorted(found)


def test_times_name_the_contacts_of_that_moment_and_later(seven: Person) -> None:
    times = {item["first_name"]: item for item in listed(seven).json["items"]}
    assert names(seven, created_since=times["C"]["created_at"]) == "ABC"
    assert names(seven, updated_since=times["B"]["updated_at"]) == "AB"
    assert names(seven, updated_since=times["B"]["updated_at"], created_since=times["A"]["created_at"]) == "A"
    assert names(seven, updated_since="2099-01-01T00:00:00+02:00") == ""


@pytest.mark.parametrize("sort", ["name", "-updated"])
def test_pages_of_a_filtered_list_follow_each_other(seven: Person, sort: str) -> None:
    found: list[str] = []
    cursor: Any = ""
    while cursor is not None:
        page = listed(seven, favorite="true", q="", limit="1", sort=sort, cursor=cursor).json
        found += [item["first_name"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert found == list("ACE")


def test_a_cursor_is_good_for_its_filters_only(seven: Person) -> None:
    cursor = listed(seven, favorite="true", limit="1").json["next_cursor"]
    for other in ({}, {"favorite": "false"}, {"favorite": "true", "kind": "org"}):
        answer = seven.request("GET", CONTACTS, query={**other, "cursor": cursor})
        assert (answer.status, answer.code) == (400, "invalid_cursor")


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ({"favorite": "maybe"}, "favorite", "wrong_type"),
        ({"organization": "x" * 201}, "organization", "too_long"),
        ({"has": "email,fax"}, "has", "not_one_of"),
        ({"has": "email,"}, "has", "not_one_of"),
        ({"updated_since": "yesterday"}, "updated_since", "wrong_form"),
        ({"updated_since": "r7"}, "updated_since", "wrong_form"),
        ({"updated_since": "2026-05-17T12:00:00"}, "updated_since", "wrong_form"),
        ({"created_since": "2026-02-30T12:00:00Z"}, "created_since", "wrong_form"),
        ({"birthday_month": "13"}, "birthday_month", "out_of_range"),
        ({"birthday_month": "May"}, "birthday_month", "wrong_type"),
        ({"kind": "person"}, "kind", "not_one_of"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_by_name(
    person: Person, query: dict[str, str], parameter: str, code: str
) -> None:
    answer = person.request("GET", CONTACTS, query=query)
    assert (answer.status, answer.code) == (422, "invalid_input")
    assert [(error["parameter"], error["code"]) for error in answer.json["errors"]] == [(parameter, code)]


def test_what_there_is_to_have_is_named(person: Person) -> None:
    [error] = person.request("GET", CONTACTS, query={"has": "fax"}).json["errors"]
    assert "birthday, email, phone and photo" in error["detail"]
    [error] = person.request("GET", CONTACTS, query={"created_since": "2026-05-17T12:00:00 02:00"}).json["errors"]
    assert "%2B" in error["detail"]


@pytest.mark.parametrize("name", ["favorite", "organization", "has", "birthday_month", "kind", "updated_since", "tag"])
def test_a_filter_without_a_value_counts_as_omitted(seven: Person, name: str) -> None:
    assert names(seven, **{name: ""}) == "ABCDEFG"


def test_a_filter_counts_as_a_search(person: Person) -> None:
    assert "ratelimit" in listed(person, favorite="true").headers
    assert "ratelimit" not in listed(person, favorite="").headers


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("favorite", "true"),
        ("organization", "x"),
        ("has", "email"),
        ("updated_since", "2026-05-17T12:00:00Z"),
        ("created_since", "2026-05-17T12:00:00Z"),
        ("birthday_month", "5"),
        ("kind", "org"),
    ],
)
def test_a_filter_of_now_is_refused_for_another_moment(person: Person, name: str, value: str) -> None:
    person.create()
    answer = person.request("GET", CONTACTS, query={"at": "1", name: value})
    assert (answer.status, [(each["parameter"], each["code"]) for each in answer.json["errors"]]) == (
        422,
        [(name, "not_together")],
    )
