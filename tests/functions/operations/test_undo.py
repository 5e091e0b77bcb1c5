"""POST /api/v1/operations/{operation_id}/undo."""

from __future__ import annotations

from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.functions.operations.test_list import move
from tests.functions.trash.test_empty import carry_out
from tests.support.filling import OPERATIONS
from tests.support.wiring import MemoryWiring


def undo(person: Person, operation_id: str, *, key: str | None = None) -> tuple[int, str]:
    headers = {"idempotency-key": key} if key else {}
    answer = person.request("POST", f"{OPERATIONS}/{operation_id}/undo", headers=headers)
    return answer.status, answer.json["id"] if answer.status == 202 else answer.code


def test_a_change_is_taken_back_and_made_again(person: Person, wired: MemoryWiring) -> None:
    contact_id = person.create(first_name="Ada").json["id"]
    person.request("PATCH", f"{CONTACTS}/{contact_id}", json_body={"first_name": "Eve"})
    status, undo_id = undo(person, "r2")
    assert status == 202
    ended = carry_out(wired, person, undo_id)
    assert (ended["kind"], ended["state"], ended["undoes"], ended["done"]) == ("undo", "done", "r2", 1)
    assert person.get(contact_id).json["first_name"] == "Ada"
    status, redo_id = undo(person, undo_id)
    assert status == 202
    assert person.request("GET", f"{OPERATIONS}/{undo_id}").json["undone_by"] == redo_id
    carry_out(wired, person, redo_id)
    assert person.get(contact_id).json["first_name"] == "Eve"
    assert undo(person, undo_id) == (409, "undo_refused")


def test_a_request_that_is_repeated_with_its_key_returns_the_same_operation(
    person: Person, wired: MemoryWiring
) -> None:
    contact_id = person.create(first_name="Ada").json["id"]
    person.request("PATCH", f"{CONTACTS}/{contact_id}", json_body={"first_name": "Eve"})
    status, undo_id = undo(person, "r2", key="once")
    assert status == 202
    assert undo(person, "r2", key="once") == (202, undo_id)
    carry_out(wired, person, undo_id)
    assert undo(person, "r2", key="once") == (202, undo_id)  # though the contact has changed since
    assert undo(person, "r2", key="twice") == (409, "undo_refused")
    status, redo_id = undo(person, undo_id, key="again")
    assert status == 202
    carry_out(wired, person, redo_id)
    assert undo(person, undo_id, key="again") == (202, redo_id)
    assert undo(person, redo_id, key="again") == (422, "idempotency_key_reused")
    assert person.get(contact_id).json["first_name"] == "Eve"


def test_a_deleted_contact_comes_back(person: Person, wired: MemoryWiring) -> None:
    contact_id = person.create().json["id"]
    person.request("DELETE", f"{CONTACTS}/{contact_id}")
    carry_out(wired, person, undo(person, "r2")[1])
    assert person.get(contact_id).status == 200


def test_contacts_that_have_changed_since_are_named(person: Person) -> None:
    contact_id = person.create(first_name="Ada").json["id"]
    person.request("PATCH", f"{CONTACTS}/{contact_id}", json_body={"first_name": "Eve"})
    answer = person.request("POST", f"{OPERATIONS}/r1/undo")
    assert (answer.status, answer.code) == (409, "undo_refused")
    [error] = answer.json["errors"]
    assert (error["contact_id"], error["code"]) == (contact_id, "changed_since")
    assert answer.json["detail"].startswith("1 of its contacts has changed since")


def test_what_is_still_going_on_is_not_undone(person: Person) -> None:
    [operation_id] = move(person, "UA")
    assert undo(person, operation_id) == (409, "undo_refused")


def test_another_owners_operation_is_not_found(person: Person, new_person: NewPerson) -> None:
    person.create()
    assert undo(new_person(), "r1") == (404, "operation_not_found")
