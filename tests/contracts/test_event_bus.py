"""An event on the bus reaches whoever subscribes to it, as it was published."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from local.stand_in import REGION, StandIn
from shared.adapters.aws.botocore_transport import BotocoreTransport
from shared.adapters.aws.transport import Transport
from shared.adapters.event_bridge import EventBridgeBus
from shared.adapters.memory.event_bus import MemoryEventBus
from shared.services.ports.events import MAX_EVENTS_AT_ONCE, BookChanged, Event, EventBus, SnapshotDue
from tests.support.clock import NOON
from tests.support.transports import lean_transport

_NUMBERS = count(1)
AT = NOON.replace(microsecond=123_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A bus, and what its subscriber has received since the last look."""

    bus: EventBus
    received: Callable[[], list[Event]]


@pytest.fixture(params=["memory", "lean", "botocore"])
def exchange(request: pytest.FixtureRequest) -> Exchange:
    """The bus in memory, and the stand-in's over both transports; moto delivers to nobody."""
    if request.param == "memory":
        memory = MemoryEventBus()
        return Exchange(bus=memory, received=lambda: memory.events)
    aws: StandIn = request.getfixturevalue("stand_in")
    if request.param == "lean":
        return over(lean_transport(aws.endpoint_url), aws.client)
    # The keys of this stand-in, which botocore looks for in the environment.
    monkeypatch: pytest.MonkeyPatch = request.getfixturevalue("monkeypatch")
    for name, value in aws.environment.items():
        monkeypatch.setenv(name, value)
    return over(BotocoreTransport(region=REGION, endpoint_url=aws.endpoint_url), aws.client)


def over(transport: Transport, client: Callable[[str], Any]) -> Exchange:
    """A bus with a rule that puts the events of our kind into a queue."""
    name = f"books-{next(_NUMBERS)}"
    events, sqs = client("events"), client("sqs")
    events.create_event_bus(Name=name)
    queue_url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    pattern = {"source": ["contacts-api"], "detail-type": ["BookChanged", "SnapshotDue"]}
    events.put_rule(Name=name, EventBusName=name, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=name, EventBusName=name, Targets=[{"Id": "queue", "Arn": arn}])

    def received() -> list[Event]:
        found: list[Event] = []
        while messages := sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages"):
            found += [_event(json.loads(message["Body"])) for message in messages]
        return sorted(found, key=lambda event: event.revision)

    return Exchange(bus=EventBridgeBus(transport, bus=name), received=received)


def _event(received: dict[str, Any]) -> Event:
    detail = received["detail"]
    if received["detail-type"] == "SnapshotDue":
        return SnapshotDue(**detail)
    return BookChanged(**{**detail, "at": datetime.fromisoformat(detail["at"])})


def changed(revision: int, *, contact_id: str | None = "c1", kind: str = "created") -> BookChanged:
    return BookChanged(book_id="bücher", revision=revision, contact_id=contact_id, kind=kind, at=AT)


def test_events_arrive_as_they_were_published(exchange: Exchange) -> None:
    events = [changed(number) for number in range(MAX_EVENTS_AT_ONCE)]
    assert list(exchange.bus.put(events)) == []
    assert exchange.received() == events


def test_a_change_without_a_contact_and_of_a_newer_kind_arrives_too(exchange: Exchange) -> None:
    event = changed(1, contact_id=None, kind="purged")
    assert list(exchange.bus.put([event])) == []
    assert exchange.received() == [event]


def test_a_snapshot_that_is_due_arrives_among_changes(exchange: Exchange) -> None:
    events: list[Event] = [changed(1), SnapshotDue(book_id="bücher", revision=200), changed(201)]
    assert list(exchange.bus.put(events)) == []
    assert exchange.received() == events
