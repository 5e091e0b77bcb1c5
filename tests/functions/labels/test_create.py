"""POST /api/v1/labels."""

from __future__ import annotations

from typing import Any

import pytest

from tests.functions.conftest import Person
from tests.functions.labels.list import LABELS
from tests.functions.labels.test_list import counts
from tests.support.client import Answer, Client


def create(person: Person, *, key: str | None = None, **body: Any) -> Answer:
    headers = {"idempotency-key": key} if key else {}
    return person.request("POST", LABELS, json_body=body, headers=headers)


def test_a_new_label_has_an_id_and_no_contacts(person: Person) -> None:
    answer = create(person, name="  Close friends ", color="#1E88E5")
    assert answer.status == 201
    assert answer.json == {"id": answer.json["id"], "name": "Close friends", "color": "#1e88e5"}
    assert answer.headers["location"] == f"{LABELS}/{answer.json['id']}"
    assert counts(person) == {"Close friends": 0}


def test_contacts_get_the_label_by_its_name(person: Person) -> None:
    create(person, name="Close friends")
    assert person.create(tags=["close Friends"]).json["tags"] == ["Close friends"]
    assert counts(person) == {"Close friends": 1}


def test_what_a_label_shows_may_be_sent_back(person: Person) -> None:
    assert create(person, id="x", name="Chess", color=None, contacts=7).status == 201


@pytest.mark.parametrize("name", ["Café", "cafe", "CAFE\u0301"])
def test_a_name_that_another_label_has_is_refused_with_that_label(person: Person, name: str) -> None:
    known = create(person, name="Café").json
    answer = create(person, name=name)
    assert (answer.status, answer.code) == (409, "label_exists")
    assert known["id"] in answer.json["detail"]
    assert "Café" in answer.json["detail"]
    assert "merge" in answer.json["detail"]


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({}, {("/name", "required")}),
        ({"name": " "}, {("/name", "empty")}),
        ({"name": "a\u0000b"}, {("/name", "control_characters")}),
        ({"name": "x" * 101}, {("/name", "too_long")}),
        ({"name": "x", "color": "red"}, {("/color", "invalid_color")}),
        ({"name": "", "color": "#12345g"}, {("/name", "empty"), ("/color", "invalid_color")}),
        ({"name": 1, "color": "blue"}, {("/name", "wrong_type"), ("/color", "invalid_color")}),
        ({"name": "x", "colour": "#112233"}, {("/colour", "unknown_member")}),
    ],
)
def test_all_broken_rules_are_named(person: Person, body: dict[str, Any], problems: set[tuple[str, str]]) -> None:
    answer = create(person, **body)
    assert (answer.status, answer.pointers) == (422, problems)


def test_a_request_that_is_repeated_with_its_key_returns_the_same_label_as_it_is_by_then(person: Person) -> None:
    created = create(person, key="once", name="Chess").json
    renamed = {**created, "name": "Chess club"}
    person.request("PATCH", f"{LABELS}/{created['id']}", json_body={"name": "Chess club"})
    again = create(person, key="once", name=" Chess")
    assert (again.status, again.json) == (201, renamed)
    assert counts(person) == {"Chess club": 0}


def test_a_repeated_request_is_not_refused_for_the_label_that_it_created(person: Person) -> None:
    created = create(person, key="once", name="Chess")
    assert create(person, key="once", name="Chess").json == created.json
    assert create(person, key="twice", name="Chess").code == "label_exists"


def test_a_key_is_good_for_one_label(person: Person) -> None:
    create(person, key="once", name="Chess")
    for other in ({"name": "Go"}, {"name": "Chess", "color": "#112233"}):
        answer = create(person, key="once", **other)
        assert (answer.status, answer.code) == (422, "idempotency_key_reused")
    assert counts(person) == {"Chess": 0}


def test_a_label_that_is_gone_is_not_created_again(person: Person) -> None:
    label_id = create(person, key="once", name="Chess").json["id"]
    person.request("DELETE", f"{LABELS}/{label_id}")
    assert create(person, key="once", name="Chess").status == 404
    assert counts(person) == {}


def test_a_book_has_room_for_a_new_label_when_others_are_not_in_use(person: Person) -> None:
    for start in range(0, 500, 50):
        person.create(tags=[f"tag {number}" for number in range(start, start + 50)])
    answer = create(person, name="One more")
    assert (answer.status, answer.pointers) == (422, {("/name", "too_many")})
    contact = person.request("GET", "/api/v1/contacts", query={"limit": "1"}).json["items"][0]
    person.request("PATCH", f"/api/v1/contacts/{contact['id']}", json_body={"tags": []})
    assert create(person, name="One more").status == 201
    assert len(counts(person)) == 451


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", LABELS, json_body={"name": "x"}).status == 401
