"""GET /api/v1/operations/{operation_id}."""

from __future__ import annotations

import pytest

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.operations.test_list import move
from tests.support.filling import OPERATIONS


def test_an_operation_says_what_it_is_and_how_far_it_has_got(person: Person) -> None:
    person.create(phones=[{"value": "044 123 45 67"}])
    [operation_id] = move(person, "UA")
    answer = person.request("GET", f"{OPERATIONS}/{operation_id}")
    times = {name: answer.json[name] for name in ("created_at", "updated_at")}
    assert answer.json == {
        "id": operation_id,
        "kind": "fill_phone_numbers",
        "state": "pending",
        "actor": person.account_id,
        "done": 0,
        "total": None,
        "first_revision": None,
        "last_revision": None,
        "problem": None,
        "undoes": None,
        "undone_by": None,
        **times,
    }


def test_a_single_change_is_found_by_its_revision(person: Person) -> None:
    contact_id = person.create().json["id"]
    person.request("DELETE", f"{CONTACTS}/{contact_id}")
    answer = person.request("GET", f"{OPERATIONS}/r2")
    assert answer.status == 200
    found = {name: answer.json[name] for name in ("id", "kind", "state", "done", "total", "first_revision")}
    assert found == {"id": "r2", "kind": "trashed", "state": "done", "done": 1, "total": 1, "first_revision": 2}


def test_another_owners_operation_is_not_found(person: Person, new_person: NewPerson) -> None:
    [operation_id] = move(person, "UA")
    person.create()
    stranger = new_person()
    for each in (operation_id, "r1"):
        answer = stranger.request("GET", f"{OPERATIONS}/{each}")
        assert (answer.status, answer.code) == (404, "operation_not_found")


@pytest.mark.parametrize("operation_id", ["r0", "r999", "nonsense", "01JD9Z6M3K5R8V1X4Z7B0D3F6H"])
def test_an_operation_that_does_not_exist_is_not_found(person: Person, operation_id: str) -> None:
    answer = person.request("GET", f"{OPERATIONS}/{operation_id}")
    assert (answer.status, answer.code) == (404, "operation_not_found")
