"""The stream of the changes."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from functions.streams.relay_changes import handler
from shared.domain.errors import EventsUnavailableError
from shared.services.ports.events import BookChanged, Event, SnapshotDue
from tests.support.wiring import MemoryWiring

Json = dict[str, Any]
NOTHING_FAILED: Json = {"batchItemFailures": []}


@dataclass(frozen=True, slots=True)
class Context:
    aws_request_id: str = "invocation"


@pytest.fixture
def sample(root: Path) -> Json:
    event: Json = json.loads((root / "events" / "streams" / "relay_changes.json").read_text(encoding="utf-8"))
    return event


def records(sample: Json, *revisions: int) -> Json:
    """What the stream says of these revisions, which are their sequence numbers, too."""
    (record,) = sample["Records"]
    event: Json = {"Records": []}
    for revision in revisions:
        each = copy.deepcopy(record)
        each["dynamodb"]["Keys"]["revision"]["N"] = str(revision)
        each["dynamodb"]["SequenceNumber"] = str(revision)
        event["Records"].append(each)
    return event


def published(wired: MemoryWiring) -> list[int]:
    return [event.revision for event in wired.published.events]


def published_change(wired: MemoryWiring) -> BookChanged:
    [event] = wired.published.events
    assert isinstance(event, BookChanged)
    return event


def test_a_change_is_published_without_its_content(wired: MemoryWiring, sample: Json) -> None:
    assert handler(sample, Context()) == NOTHING_FAILED
    event = published_change(wired)
    assert (event.book_id, event.revision) == ("01JD9Z6M3J0A1B2C3D4E5F6G7H", 7)
    assert (event.contact_id, event.kind) == ("01JD9Z6M3K8QF5T2V7W4X0Y1R2", "updated")
    assert event.at.isoformat() == "2026-11-23T12:00:00+00:00"


def test_a_change_of_labels_has_no_contact_and_newer_kinds_pass(wired: MemoryWiring, sample: Json) -> None:
    image = sample["Records"][0]["dynamodb"]["NewImage"]
    del image["contact_id"]
    image["kind"]["S"] = "from_tomorrow"
    assert handler(sample, Context()) == NOTHING_FAILED
    event = published_change(wired)
    assert (event.contact_id, event.kind) == (None, "from_tomorrow")


@pytest.mark.parametrize("name", ["MODIFY", "REMOVE"])
def test_an_entry_that_changes_or_expires_is_no_news(wired: MemoryWiring, sample: Json, name: str) -> None:
    event = records(sample, 1, 2)
    event["Records"][0]["eventName"] = name
    event["Records"][0]["dynamodb"].pop("NewImage")  # what AWS sends of an expired entry has none
    assert handler(event, Context()) == NOTHING_FAILED
    assert published(wired) == [2]


def test_records_that_come_twice_late_and_out_of_order_are_published_as_they_come(
    wired: MemoryWiring, sample: Json
) -> None:
    """Consumers order by revision, and know what they have had."""
    for revisions in ((2, 3), (1,), (2, 3)):
        assert handler(records(sample, *revisions), Context()) == NOTHING_FAILED
    assert published(wired) == [2, 3, 1, 2, 3]


@pytest.mark.parametrize("missing", ["Keys", "NewImage"])
def test_a_poisoned_record_holds_up_nobody_and_is_in_the_log(
    wired: MemoryWiring, sample: Json, missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    event = records(sample, 1, 2, 3)
    event["Records"][1]["dynamodb"][missing] = {}
    assert handler(event, Context()) == NOTHING_FAILED
    assert published(wired) == [1, 3]
    (line,) = (line for line in map(json.loads, capsys.readouterr().out.splitlines()) if line["level"] == "ERROR")
    assert (line["message"], line["request_id"]) == ("record cannot be read", "invocation")


class Refusing:
    """A bus that refuses some revisions, or everything."""

    def __init__(self, *revisions: int) -> None:
        self.revisions = revisions
        self.events: list[Event] = []

    def put(self, events: Sequence[Event]) -> Sequence[Event]:
        if not self.revisions:
            raise EventsUnavailableError("down")
        return [event for event in events if event.revision in self.revisions]


@pytest.mark.parametrize(("refused", "first"), [((3, 2), "2"), ((), "1")])
def test_the_first_change_that_was_not_published_is_tried_again(
    wired: MemoryWiring, sample: Json, refused: tuple[int, ...], first: str
) -> None:
    wired.__dict__["event_bus"] = Refusing(*refused)
    assert handler(records(sample, 1, 2, 3), Context()) == {"batchItemFailures": [{"itemIdentifier": first}]}


def test_a_snapshot_is_due_after_two_hundred_changes_and_when_a_contact_is_removed(
    wired: MemoryWiring, sample: Json
) -> None:
    event = records(sample, 199, 200, 201, 202)
    event["Records"][3]["dynamodb"]["NewImage"]["kind"]["S"] = "purged"
    assert handler(records(sample, 199, 200, 201), Context()) == NOTHING_FAILED
    assert handler(event, Context()) == NOTHING_FAILED
    due = [each for each in wired.published.events if isinstance(each, SnapshotDue)]
    assert due == [SnapshotDue(book_id="01JD9Z6M3J0A1B2C3D4E5F6G7H", revision=number) for number in (200, 202)]


def test_nothing_to_publish_asks_nobody(wired: MemoryWiring) -> None:
    wired.__dict__["event_bus"] = Refusing()
    assert handler({"Records": []}, Context()) == NOTHING_FAILED


def test_no_web_framework_and_no_database_is_loaded(root: Path) -> None:
    code = "import sys, functions.streams.relay_changes; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert {"fastapi", "starlette", "mangum", "pydantic", "pynamodb"}.isdisjoint(loaded.stdout.split())
