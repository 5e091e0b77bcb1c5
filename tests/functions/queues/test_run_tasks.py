"""The queue of tasks."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.queues.run_tasks import RESERVE_MILLISECONDS, handler
from shared.domain.errors import StoreUnavailableError
from shared.domain.operations import Operation, OperationState
from shared.services.ports.operations import OperationWrite
from tests.functions.conftest import NewPerson, Person
from tests.support.clock import Clock
from tests.support.fakes import raising
from tests.support.wiring import MemoryWiring

Json = dict[str, Any]
NOTHING_FAILED: Json = {"batchItemFailures": []}


@dataclass(slots=True)
class Context:
    """A context whose time runs out after so many questions."""

    ranges: int = 1000
    aws_request_id: str = "invocation"

    def get_remaining_time_in_millis(self) -> int:
        self.ranges -= 1
        return RESERVE_MILLISECONDS + 1 if self.ranges > 0 else RESERVE_MILLISECONDS


@pytest.fixture
def sample(root: Path) -> Json:
    event: Json = json.loads((root / "events" / "queues" / "run_tasks.json").read_text(encoding="utf-8"))
    return event


@pytest.fixture
def olena(new_person: NewPerson) -> Person:
    """Somebody with numbers that cannot be read yet, who then says where she lives."""
    person = new_person()
    for _ in range(3):
        person.create(phones=[{"value": "044 123 45 67"}])
    assert person.request("PUT", "/api/v1/auth/me", json_body={"phone_region": "UA"}).status == 200
    return person


def events(wired: MemoryWiring, sample: Json) -> Json:
    """What Lambda makes of the messages in the queue, which is empty afterwards."""
    (record,) = sample["Records"]
    made: Json = {"Records": []}
    for number, (message, _) in enumerate(wired.queued_tasks.messages):
        each = copy.deepcopy(record)
        each["messageId"] = f"message-{number}"
        each["body"] = json.dumps(
            {"book_id": message.book_id, "operation_id": message.operation_id, "from": "tomorrow"}
        )
        made["Records"].append(each)
    wired.queued_tasks.messages.clear()
    return made


def operation_of(wired: MemoryWiring) -> Operation:
    [operation] = wired.memory.operations.values()
    return operation


def e164(olena: Person) -> set[str | None]:
    listed = olena.request("GET", "/api/v1/contacts").json["items"]
    return {contact["phones"][0].get("e164") for contact in listed}


def test_a_task_is_carried_out(wired: MemoryWiring, sample: Json, olena: Person) -> None:
    assert e164(olena) == {None}
    assert handler(events(wired, sample), Context()) == NOTHING_FAILED
    assert e164(olena) == {"+380441234567"}
    assert operation_of(wired).state == OperationState.DONE
    assert wired.queued_tasks.messages == []


def test_a_message_that_is_delivered_again_does_nothing(wired: MemoryWiring, sample: Json, olena: Person) -> None:
    event = events(wired, sample)
    handler(event, Context())
    revision = wired.memory.books[olena.account_id].revision
    assert handler(event, Context()) == NOTHING_FAILED
    assert wired.memory.books[olena.account_id].revision == revision


def test_a_message_without_an_operation_is_sent_again_and_deleted(wired: MemoryWiring, sample: Json) -> None:
    assert handler(sample, Context()) == NOTHING_FAILED
    [(message, delay)] = wired.queued_tasks.messages
    assert (message.looks, delay) == (1, 10)


def test_a_message_that_cannot_be_read_holds_up_nobody_and_is_in_the_log(
    wired: MemoryWiring, sample: Json, olena: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    event = events(wired, sample)
    event["Records"].insert(0, {**sample["Records"][0], "body": "nonsense"})
    assert handler(event, Context()) == {"batchItemFailures": [{"itemIdentifier": sample["Records"][0]["messageId"]}]}
    assert e164(olena) == {"+380441234567"}
    (line,) = (line for line in map(json.loads, capsys.readouterr().out.splitlines()) if line["level"] == "ERROR")
    assert (line["message"], line["request_id"]) == ("task failed", "invocation")
    assert "JSONDecodeError" in line["exception"]


def test_a_task_that_only_newer_code_knows_is_delivered_again(
    wired: MemoryWiring, sample: Json, olena: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    operation = operation_of(wired)
    unknown = replace(operation, kind="from_tomorrow", version=2)
    wired.operation_store.save(olena.account_id, OperationWrite(before=operation, after=unknown))
    event = events(wired, sample)
    assert handler(event, Context()) == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert "UnknownTaskError" in capsys.readouterr().out


def test_a_fault_is_tried_again_and_nothing_is_done_twice(
    wired: MemoryWiring, clock: Clock, sample: Json, olena: Person
) -> None:
    event = events(wired, sample)
    wired.books.before("load", raising(StoreUnavailableError("down")))
    assert handler(event, Context()) == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    clock.advance(timedelta(seconds=360))
    assert handler(event, Context()) == NOTHING_FAILED
    assert e164(olena) == {"+380441234567"}


def test_what_became_of_a_task_is_counted(
    wired: MemoryWiring, sample: Json, olena: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    handler(events(wired, sample), Context())
    [line] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (line["message"], line["kind"], line["state"]) == ("TaskEnded", "fill_phone_numbers", "done")


def test_no_web_framework_is_loaded(root: Path) -> None:
    code = "import sys, functions.queues.run_tasks; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert {"fastapi", "starlette", "mangum", "pydantic"}.isdisjoint(loaded.stdout.split())


def test_a_new_locale_gives_the_book_its_order(wired: MemoryWiring, sample: Json, new_person: NewPerson) -> None:
    person = new_person()
    for name in ("Åke", "Zeth", "Anna"):
        person.create(first_name=name)
    assert person.request("PUT", "/api/v1/auth/me", json_body={"locale": "sv-SE"}).status == 200
    first = person.request("GET", "/api/v1/contacts?limit=1").json
    assert [item["first_name"] for item in first["items"]] == ["Åke"]
    assert handler(events(wired, sample), Context()) == NOTHING_FAILED
    listed = person.request("GET", "/api/v1/contacts").json["items"]
    assert [item["first_name"] for item in listed] == ["Anna", "Zeth", "Åke"]
    rest = person.request("GET", f"/api/v1/contacts?cursor={first['next_cursor']}").json["items"]
    assert [item["first_name"] for item in rest] == ["Anna", "Zeth"]
