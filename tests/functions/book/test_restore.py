"""POST /api/v1/book/restore."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.functions.book.restore import PATH
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.labels.list import LABELS
from tests.functions.labels.test_update import label_id_of
from tests.functions.trash.test_empty import carry_out
from tests.support.client import Answer, Client
from tests.support.clock import Clock
from tests.support.filling import OPERATIONS
from tests.support.wiring import MemoryWiring


def restore(person: Person, at: object, **more: Any) -> Answer:
    headers = more.pop("headers", None)
    return person.request("POST", PATH, json_body={"at": at, **more}, headers=headers)


def shown(person: Person) -> dict[str, tuple[str, list[str]]]:
    items = person.request("GET", CONTACTS).json["items"]
    return {item["id"]: (item["first_name"], item["tags"]) for item in items}


def labels(person: Person) -> dict[str, Any]:
    return {each["name"]: each["color"] for each in person.request("GET", LABELS).json["items"]}


@pytest.fixture
def person(new_person: NewPerson, clock: Clock) -> Person:
    """Somebody whose token is good for as long as a history takes."""
    return new_person(expires_at=clock() + timedelta(days=900))


@pytest.fixture
def ada(person: Person, clock: Clock) -> str:
    """A contact with a tag, made an hour ago, of a book that has changed in every way since."""
    contact_id = str(person.create(first_name="Ada", tags=["Work"]).json["id"])
    deleted = person.create(first_name="Bob").json["id"]
    clock.advance(timedelta(hours=1))
    person.request("PATCH", f"{LABELS}/{label_id_of(person, 'Work')}", json_body={"name": "Job", "color": "#112233"})
    person.request("PATCH", f"{CONTACTS}/{contact_id}", json_body={"first_name": "Eve", "tags": ["Chess"]})
    person.request("DELETE", f"{CONTACTS}/{deleted}")
    person.create(first_name="Cleo", tags=["Chess"])
    return contact_id


def test_the_book_goes_back_and_forth_again(person: Person, ada: str, wired: MemoryWiring) -> None:
    before, before_labels = shown(person), labels(person)
    answer = restore(person, "r2")
    assert (answer.status, answer.json["kind"], answer.json["state"]) == (202, "restore_book", "pending")
    assert labels(person) == {"Work": None}, "at once"
    ended = carry_out(wired, person, answer.json["id"])
    assert (ended["state"], ended["done"], ended["problem"]) == ("done", 3, None)
    assert sorted(shown(person).values()) == [("Ada", ["Work"]), ("Bob", [])]
    undo = person.request("POST", f"{OPERATIONS}/{ended['id']}/undo")
    assert undo.status == 202
    carry_out(wired, person, undo.json["id"])
    assert (shown(person), labels(person)) == (before, before_labels)


def test_a_time_stands_for_the_revision_that_was_the_latest_then(
    person: Person, ada: str, clock: Clock, wired: MemoryWiring
) -> None:
    then = clock() - timedelta(minutes=30)
    carry_out(wired, person, restore(person, then.isoformat()).json["id"])
    assert sorted(shown(person).values()) == [("Ada", ["Work"]), ("Bob", [])]


def test_a_preview_says_what_would_happen_and_changes_nothing(person: Person, ada: str, wired: MemoryWiring) -> None:
    before = shown(person)
    answer = restore(person, 2, preview=True)
    assert answer.status == 200
    said = answer.json
    assert said["as_of"]["revision"] == 2
    assert (said["restored"], said["changed"], said["trashed"], said["lost"]) == (1, 1, 1, 0)
    assert said["at_least"] is False
    effects = [(each["name"], each["effect"]) for each in said["contacts"]]
    assert effects == [("Ada", "changed"), ("Bob", "restored"), ("Cleo", "trashed")]
    states = [(each["now"] and each["now"]["name"], each["then"] and each["then"]["name"]) for each in said["labels"]]
    assert states == [("Job", "Work"), ("Chess", None)]
    assert shown(person) == before
    assert person.request("GET", OPERATIONS).json["items"] == []


def test_a_key_starts_the_work_once(person: Person, ada: str, wired: MemoryWiring) -> None:
    first, again = (restore(person, "r2", headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert (first.status, again.status, first.json["id"]) == (202, 202, again.json["id"])
    carry_out(wired, person, first.json["id"])
    late = restore(person, "2", headers={"Idempotency-Key": "k"})
    assert (late.status, late.json["id"], late.json["state"]) == (202, first.json["id"], "done")
    other = restore(person, "r3", headers={"Idempotency-Key": "k"})
    assert (other.status, other.code) == (422, "idempotency_key_reused")


def test_a_second_one_is_refused_while_the_first_one_goes_on(person: Person, ada: str, wired: MemoryWiring) -> None:
    first = restore(person, "r2").json["id"]
    refused = restore(person, "r1")
    assert (refused.status, refused.code) == (409, "restore_refused")
    assert first in refused.json["detail"]
    carry_out(wired, person, first)
    assert restore(person, "r1").status == 202


def test_one_that_was_cancelled_stands_in_nobodys_way(person: Person, ada: str) -> None:
    person.request("POST", f"{OPERATIONS}/{restore(person, 'r2').json['id']}/cancel")
    assert restore(person, "r1").status == 202


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"at": "yesterday"}, "wrong_form"),
        ({"at": "2026-05-17"}, "wrong_form"),
        ({"at": "2026-05-17T12:00:00"}, "wrong_form"),
        ({"at": -1}, "wrong_form"),
        ({"at": 99}, "no_such_revision"),
        ({"at": "2026-05-18T12:00:00Z"}, "in_the_future"),
        ({}, "required"),
        ({"at": None}, "wrong_type"),
    ],
)
def test_what_is_no_moment_of_the_book_is_refused(person: Person, body: dict[str, object], code: str) -> None:
    answer = person.request("POST", PATH, json_body=body)
    assert (answer.status, answer.code) == (422, "invalid_input")
    assert {(error["pointer"][:3], error["code"]) for error in answer.json["errors"]} == {("/at", code)}


def test_what_was_before_the_history_is_gone(person: Person, ada: str, clock: Clock) -> None:
    clock.advance(timedelta(days=365))
    answer = restore(person, "r2")
    assert (answer.status, answer.code) == (410, "history_gone")


def test_nobody_elses_book_goes_back(person: Person, ada: str, new_person: NewPerson, wired: MemoryWiring) -> None:
    before = shown(person)
    other = new_person()
    carry_out(wired, other, restore(other, 0).json["id"])
    assert shown(person) == before


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", PATH, json_body={"at": 1}).status == 401
