"""POST /api/v1/views."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.contacts.views import MAX_VIEWS
from tests.functions.conftest import NewPerson, Person
from tests.functions.views.list import VIEWS
from tests.functions.views.test_list import create, listed
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.wiring import MemoryWiring

NOTHING = {
    "q": "",
    "tag": "",
    "tag_removed": False,
    "favorite": None,
    "organization": "",
    "has": [],
    "updated_since": None,
    "created_since": None,
    "birthday_month": None,
    "kind": None,
    "sort": None,
}
ALL = {
    "q": "ada",
    "tag": "Work",
    "favorite": False,
    "organization": "Acme",
    "has": ["email", "photo"],
    "updated_since": "2026-05-17T10:00:00Z",
    "created_since": "2026-05-17T10:00:00.123456Z",
    "birthday_month": 5,
    "kind": "org",
    "sort": "-updated",
}


def post(person: Person, body: Any, **more: Any) -> Answer:
    return person.request("POST", VIEWS, json_body=body, **more)


def test_a_view_is_kept_as_it_is_asked_for(person: Person) -> None:
    person.create(tags=["Work"])
    answer = post(person, {"name": " All of it ", **ALL})
    assert answer.status == 201, answer.text
    view = answer.json
    assert view == {
        "name": "All of it",
        **ALL,
        "tag_removed": False,
        **{name: view[name] for name in ("id", "created_at", "updated_at")},
    }
    assert answer.headers["location"] == f"{VIEWS}/{view['id']}"
    found = person.request("GET", f"{VIEWS}/{view['id']}")
    assert (found.json, found.headers["etag"]) == (view, answer.headers["etag"])
    assert listed(person) == [view]


def test_a_view_may_ask_for_nothing(person: Person) -> None:
    view = create(person, "everybody")
    assert {name: view[name] for name in NOTHING} == NOTHING


def test_what_was_shown_can_be_sent_back_under_another_name(person: Person) -> None:
    person.create(tags=["Work"])
    view = create(person, "first", **ALL)
    copy = create(person, **{**view, "name": "second"})
    assert {**copy, "id": view["id"], "name": "first"} == view


def test_a_tag_is_found_by_its_spellings_and_must_be_one_of_the_book(person: Person) -> None:
    person.create(tags=["Café"])
    assert create(person, "coffee", tag="CAFE")["tag"] == "Café"
    answer = post(person, {"name": "tea", "tag": "tea"})
    assert (answer.status, answer.pointers) == (422, {("/tag", "unknown_tag")})
    assert len(listed(person)) == 1


def test_two_views_have_different_names(person: Person) -> None:
    first = create(person, "Café  du Nord")
    answer = post(person, {"name": "cafe du nord"})
    assert (answer.status, answer.code) == (409, "view_exists")
    assert first["id"] in answer.json["detail"]
    assert listed(person) == [first]


def test_a_repeated_request_with_its_key_creates_one_view(person: Person) -> None:
    key = {"Idempotency-Key": "k"}
    body = {"name": "once", "favorite": True}
    first, second = (post(person, body, headers=key) for _ in range(2))
    assert (first.status, second.status) == (201, 201)
    assert first.json == second.json
    assert listed(person) == [first.json]
    other = post(person, {**body, "favorite": False}, headers=key)
    assert (other.status, other.code) == (422, "idempotency_key_reused")


def test_a_repeated_request_returns_the_view_as_it_is_by_then(person: Person) -> None:
    key = {"Idempotency-Key": "k"}
    view = post(person, {"name": "once"}, headers=key).json
    person.request("PATCH", f"{VIEWS}/{view['id']}", json_body={"name": "renamed"})
    assert post(person, {"name": "once"}, headers=key).json["name"] == "renamed"
    person.request("DELETE", f"{VIEWS}/{view['id']}")
    answer = post(person, {"name": "once"}, headers=key)
    assert (answer.status, answer.code) == (404, "view_not_found")
    assert listed(person) == []


def test_a_book_has_room_for_so_many_views(person: Person, wired: MemoryWiring) -> None:
    for number in range(MAX_VIEWS):
        create(person, f"view {number}")
    answer = post(person, {"name": "one more"})
    assert (answer.status, answer.pointers) == (422, {("", "too_many")})
    view = listed(person)[0]
    assert person.request("PATCH", f"{VIEWS}/{view['id']}", json_body={"name": "still"}).status == 200
    assert person.request("DELETE", f"{VIEWS}/{view['id']}").status == 204
    create(person, "one more")
    assert len(wired.memory.views[person.account_id].views) == MAX_VIEWS


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({}, {("/name", "required")}),
        ([], {("", "wrong_type")}),
        ({"name": " "}, {("/name", "empty")}),
        ({"name": "x" * 101}, {("/name", "too_long")}),
        ({"name": "a\u0007"}, {("/name", "control_characters")}),
        ({"name": "x" * 101, "kind": "person"}, {("/name", "too_long"), ("/kind", "not_one_of")}),
        ({"name": "x", "q": "x" * 201, "has": ["fax"]}, {("/q", "too_long"), ("/has/0", "not_one_of")}),
        (
            {"name": "x", "sort": "age", "birthday_month": 0},
            {("/sort", "not_one_of"), ("/birthday_month", "out_of_range")},
        ),
        ({"name": "x", "created_since": "today"}, {("/created_since", "wrong_form")}),
        ({"name": "x", "filter": {}}, {("/filter", "unknown_member")}),
    ],
)
def test_all_broken_rules_are_named(person: Person, body: Any, problems: set[tuple[str, str]]) -> None:
    answer = post(person, body)
    assert (answer.status, answer.pointers) == (422, problems)
    assert listed(person) == []


def test_a_view_is_no_change_of_the_book(person: Person, wired: MemoryWiring) -> None:
    person.create(tags=["Work"])
    revision = wired.memory.books[person.account_id].revision
    create(person, "work", tag="Work")
    assert wired.memory.books[person.account_id].revision == revision


def test_the_time_is_that_of_the_request(person: Person, clock: Clock) -> None:
    view = create(person, "now")
    assert view["created_at"] == view["updated_at"]
    assert view["created_at"].startswith(f"{clock():%Y-%m-%dT%H:%M}")


def test_an_account_without_a_book_is_gone(new_person: NewPerson) -> None:
    answer = post(new_person(account_id="01JD9Z6M3J0A1B2C3D4E5F6G7H"), {"name": "x"})
    assert (answer.status, answer.code) == (401, "account_gone")


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", VIEWS, json_body={"name": "x"}).status == 401
