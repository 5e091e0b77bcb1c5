"""What a trial of kills finds, without a product to kill."""

from __future__ import annotations

import random
from typing import Any

import pytest

from bench.local_product import OverdueError, RefusedError
from bench.product_kills import Client, Tally, Write, details


class Service:
    """Contacts in memory, behind the requests that clients send; ``faults`` are what requests end with, in turn."""

    def __init__(self) -> None:
        self.contacts: dict[str, dict[str, Any]] = {}
        self.faults: dict[int, Exception] = {}
        self._requests = 0

    def ask(self, method: str, path: str, content: Any) -> Any:
        self._requests += 1
        if fault := self.faults.get(self._requests):
            raise fault
        if path.endswith("/batch"):
            return {"state": "done", "items": [self._put(item["contact"]) for item in content["items"]]}
        if method == "DELETE":
            return self.contacts.pop(path.rpartition("/")[2])
        return self._put(content, *([path.rpartition("/")[2]] if method == "PATCH" else []))

    def _put(self, contact: dict[str, Any], contact_id: str = "") -> dict[str, Any]:
        contact_id = contact_id or f"contact-{len(self.contacts)}-{self._requests}"
        self.contacts[contact_id] = {"id": contact_id, **contact}
        return self.contacts[contact_id]


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def client(service: Service) -> Client:
    """Return a client that has written 30 times, and then has had no response."""
    client = Client("client", random.Random(1))
    service.faults[31] = ConnectionResetError()
    client.write(service.ask, Tally())
    return client


def compared(client: Client, service: Service) -> tuple[Tally, dict[str, Any]]:
    """Return what is wrong, and the contacts that nobody has written."""
    tally, found = Tally(), dict(service.contacts)
    client.compare(found, tally)
    return tally, found


def test_nothing_is_wrong_with_what_is_as_it_was_answered(client: Client, service: Service) -> None:
    assert len(client.contacts) > len(service.contacts) > 10
    tally, found = compared(client, service)
    assert tally.is_clean
    assert (tally.unanswered, found) == (1, {})


def test_a_contact_that_is_gone_is_lost(client: Client, service: Service) -> None:
    service.contacts.popitem()
    assert len(compared(client, service)[0].lost) == 1


def test_a_deleted_contact_that_is_back_is_lost(client: Client, service: Service) -> None:
    deleted = next(contact_id for contact_id, word in client.contacts.items() if word is None)
    service.contacts[deleted] = {"id": deleted, **details("back")}
    assert len(compared(client, service)[0].lost) == 1


def test_a_contact_that_says_what_it_said_before_is_lost(client: Client, service: Service) -> None:
    contact_id = next(iter(service.contacts))
    service.contacts[contact_id] |= details("before")
    assert len(compared(client, service)[0].lost) == 1


@pytest.mark.parametrize("member", ["notes", "emails", "tags"])
def test_a_contact_that_says_two_things_is_half_there(client: Client, service: Service, member: str) -> None:
    contact_id = next(iter(service.contacts))
    service.contacts[contact_id][member] = details("another")[member]
    tally, _ = compared(client, service)
    assert (len(tally.half_there), tally.lost) == (1, [])


def test_a_write_without_a_response_may_be_there(client: Client, service: Service) -> None:
    client.unanswered = Write(("new",))
    service.contacts["new"] = {"id": "new", **details("new")}
    tally, found = compared(client, service)
    assert tally.is_clean
    assert found == {}
    assert client.contacts["new"] == "new"


def test_a_change_without_a_response_may_be_there(client: Client, service: Service) -> None:
    contact_id = next(iter(service.contacts))
    client.unanswered = Write(("new",), contact_id)
    service.contacts[contact_id] |= details("new")
    assert compared(client, service)[0].is_clean


@pytest.mark.parametrize(("count", "wrong"), [(0, 0), (1, 1), (2, 1), (3, 0)])
def test_a_batch_without_a_response_is_there_or_not(client: Client, service: Service, count: int, wrong: int) -> None:
    words = ("one", "two", "three")
    client.unanswered = Write(words)
    for word in words[:count]:
        service.contacts[word] = {"id": word, **details(word)}
    tally, found = compared(client, service)
    assert (len(tally.half_there), found) == (wrong, {})


def test_a_contact_that_nobody_has_written_is_left_over(client: Client, service: Service) -> None:
    service.contacts["stray"] = {"id": "stray", **details("stray")}
    assert [*compared(client, service)[1]] == ["stray"]


@pytest.mark.parametrize(("fault", "refused"), [(OverdueError("late"), 0), (RefusedError("no"), 1)])
def test_what_is_refused_is_told_and_what_takes_too_long_is_in_doubt(
    service: Service, fault: Exception, refused: int
) -> None:
    tally, client = Tally(), Client("client", random.Random(1))
    service.faults[5] = fault
    client.write(service.ask, tally)
    assert (tally.answered, len(tally.refused), client.unanswered is not None) == (4, refused, True)
