"""POST /api/v1/operations/{operation_id}/cancel."""

from __future__ import annotations

from tests.functions.conftest import NewPerson, Person
from tests.functions.operations.test_list import move
from tests.support.filling import OPERATIONS


def cancel(person: Person, operation_id: str) -> tuple[int, str]:
    answer = person.request("POST", f"{OPERATIONS}/{operation_id}/cancel")
    return answer.status, answer.json.get("state") or answer.code


def test_a_cancelled_operation_stays_so(person: Person) -> None:
    [operation_id] = move(person, "UA")
    assert cancel(person, operation_id) == (200, "cancelled")
    assert cancel(person, operation_id) == (200, "cancelled")
    assert person.request("GET", f"{OPERATIONS}/{operation_id}").json["state"] == "cancelled"


def test_what_has_ended_cannot_be_cancelled_any_more(person: Person) -> None:
    person.create()
    assert cancel(person, "r1") == (200, "done")


def test_another_owners_operation_is_not_found_and_goes_on(person: Person, new_person: NewPerson) -> None:
    [operation_id] = move(person, "UA")
    assert cancel(new_person(), operation_id) == (404, "operation_not_found")
    assert person.request("GET", f"{OPERATIONS}/{operation_id}").json["state"] == "pending"
