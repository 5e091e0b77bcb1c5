"""GET /health/ready."""

from __future__ import annotations

from shared.domain.errors import StoreUnavailableError
from tests.support.client import Client
from tests.support.fakes import raising
from tests.support.wiring import MemoryWiring

READY = "/health/ready"


def test_the_service_is_ready_when_every_table_answers(client: Client) -> None:
    answer = client.request("GET", READY)
    assert (answer.status, answer.json) == (200, {"status": "ready"})


def test_a_table_that_does_not_answer_makes_it_unready(client: Client, wired: MemoryWiring) -> None:
    wired.tables.before("check", raising(StoreUnavailableError("ContactsTable is DELETING", retry_after_seconds=5)))
    answer = client.request("GET", READY)
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "temporarily_unavailable", "5")
    assert "ContactsTable" not in answer.text


def test_a_wrong_deployment_is_a_fault(client: Client, wired: MemoryWiring) -> None:
    wired.tables.before("check", raising(LookupError("no such table")))
    assert client.request("GET", READY).status == 500
