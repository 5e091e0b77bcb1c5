"""DELETE /api/v1/trash."""

from __future__ import annotations

from typing import Any

import pytest

from shared.services.ports.operations import TaskMessage
from tests.functions.conftest import CONTACTS, NewPerson, Person
from tests.support.wiring import MemoryWiring

TRASH = "/api/v1/trash"


def delete(person: Person, contact_id: str) -> None:
    assert person.request("DELETE", f"{CONTACTS}/{contact_id}").status == 204


def carry_out(wired: MemoryWiring, person: Person, operation_id: str) -> Any:
    """Carry out an operation, as the worker of the queue does, and return it."""
    message = TaskMessage(book_id=person.account_id, operation_id=operation_id)
    assert message in [message for message, _ in wired.queued_tasks.messages]
    wired.task_runner.run(message, message_id="message", has_time=lambda: True)
    return person.request("GET", f"/api/v1/operations/{operation_id}").json


def test_what_is_in_the_trash_goes_for_good(person: Person, wired: MemoryWiring) -> None:
    kept, gone = person.create().json["id"], person.create().json["id"]
    delete(person, gone)
    answer = person.request("DELETE", TRASH)
    assert (answer.status, answer.json["kind"], answer.json["state"]) == (202, "empty_trash", "pending")
    assert answer.json["actor"] == person.account_id
    operation = carry_out(wired, person, answer.json["id"])
    assert (operation["state"], operation["done"]) == ("done", 1)
    assert person.request("GET", TRASH).json["items"] == []
    assert person.request("GET", f"{CONTACTS}/{gone}/history").status == 404
    assert person.request("POST", f"{CONTACTS}/{gone}/restore").status == 404
    assert person.get(kept).status == 200


def test_an_empty_trash_may_be_emptied(person: Person, wired: MemoryWiring) -> None:
    operation = carry_out(wired, person, person.request("DELETE", TRASH).json["id"])
    assert (operation["state"], operation["done"]) == ("done", 0)


@pytest.mark.parametrize("path", [TRASH, f"{TRASH}/{{}}"], ids=["empty", "erase"])
def test_what_is_restored_in_time_stays(person: Person, wired: MemoryWiring, path: str) -> None:
    contact_id = person.create().json["id"]
    delete(person, contact_id)
    operation_id = person.request("DELETE", path.format(contact_id)).json["id"]
    restored = person.request("POST", f"{CONTACTS}/{contact_id}/restore").json
    carry_out(wired, person, operation_id)
    assert person.get(contact_id).json == restored


def test_nobody_elses_trash_is_emptied(new_person: NewPerson, wired: MemoryWiring) -> None:
    owner, other = new_person(), new_person()
    delete(owner, owner.create().json["id"])
    carry_out(wired, other, other.request("DELETE", TRASH).json["id"])
    assert len(owner.request("GET", TRASH).json["items"]) == 1
