"""POST /api/v1/duplicates."""

from __future__ import annotations

from typing import Any

from shared.services.ports.operations import TaskMessage
from tests.functions.conftest import Person
from tests.functions.contacts.find_duplicates import PATH
from tests.support.client import Client
from tests.support.wiring import MemoryWiring


def carry_out(wired: MemoryWiring, person: Person, operation_id: str) -> Any:
    """Carry out an operation, as the worker of the queue does, and return it."""
    message = TaskMessage(book_id=person.account_id, operation_id=operation_id)
    assert message in [sent for sent, _ in wired.queued_tasks.messages]
    wired.task_runner.run(message, message_id="message", has_time=lambda: True)
    return person.request("GET", f"/api/v1/operations/{operation_id}").json


def test_a_search_is_started_and_its_result_listed_when_it_is_done(person: Person, wired: MemoryWiring) -> None:
    email = [{"value": "olena@example.com"}]
    pair = [person.create(first_name=name, emails=email).json for name in ("Olena", "Олена")]
    person.create(first_name="Ivan", emails=email)
    answer = person.request("POST", PATH)
    assert (answer.status, answer.json["kind"], answer.json["state"]) == (202, "find_duplicates", "pending")
    assert person.request("GET", PATH).json["found_at"] is None
    operation = carry_out(wired, person, answer.json["id"])
    assert (operation["state"], operation["done"], operation["total"]) == ("done", 3, 3)
    (group,) = person.request("GET", PATH).json["items"]
    assert sorted(each["contact"]["id"] for each in group["contacts"]) == sorted(each["id"] for each in pair)


def test_what_was_dismissed_is_not_found_again(person: Person, wired: MemoryWiring) -> None:
    email = [{"value": "olena@example.com"}]
    ids = [person.create(first_name="Olena", emails=email).json["id"] for _ in range(2)]
    person.request("POST", f"{PATH}/dismissals", json_body={"contact_ids": ids})
    carry_out(wired, person, person.request("POST", PATH).json["id"])
    assert person.request("GET", PATH).json["items"] == []


def test_a_repeated_request_with_its_key_starts_one_search(person: Person) -> None:
    key = {"Idempotency-Key": "k"}
    first, second = (person.request("POST", PATH, headers=key) for _ in range(2))
    assert (first.status, first.json) == (second.status, second.json)


def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("POST", PATH).status == 401
