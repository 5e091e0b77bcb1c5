"""What EventBridge is asked to do, and what becomes of the answers it may give."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from shared.adapters.event_bridge import EventBridgeBus
from shared.domain.errors import EventsUnavailableError
from shared.services.ports.events import BookChanged, SnapshotDue
from tests.support.scripted_service import ScriptedService, refusal

AT = datetime(2026, 5, 17, 12, 0, 0, 123_000, tzinfo=UTC)
EVENTS = [BookChanged(book_id="b", revision=n, contact_id=f"c{n}", kind="created", at=AT) for n in (1, 2, 3)]
URL = "https://events.example.com"


@pytest.fixture
def aws() -> ScriptedService:
    return ScriptedService()


def test_events_take_one_request_and_have_no_content(aws: ScriptedService) -> None:
    assert EventBridgeBus(aws, bus="books").put(EVENTS) == ()
    [(operation, arguments)] = aws.calls
    assert (aws.service, operation) == ("events", "PutEvents")
    first, *_ = arguments["Entries"]
    assert json.loads(first.pop("Detail")) == {
        "book_id": "b",
        "revision": 1,
        "contact_id": "c1",
        "kind": "created",
        "at": "2026-05-17T12:00:00.123+00:00",
    }
    assert first == {"EventBusName": "books", "Source": "contacts-api", "DetailType": "BookChanged"}


def test_a_snapshot_that_is_due_has_a_type_of_its_own(aws: ScriptedService) -> None:
    EventBridgeBus(aws, bus="books").put([SnapshotDue(book_id="b", revision=200)])
    [entry] = aws.calls[0][1]["Entries"]
    assert json.loads(entry.pop("Detail")) == {"book_id": "b", "revision": 200}
    assert entry == {"EventBusName": "books", "Source": "contacts-api", "DetailType": "SnapshotDue"}


def test_the_events_that_were_refused_are_returned(aws: ScriptedService) -> None:
    refused = {"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"}
    aws.answers.append({"FailedEntryCount": 2, "Entries": [refused, {"EventId": "x"}, refused]})
    assert list(EventBridgeBus(aws, bus="books").put(EVENTS)) == [EVENTS[0], EVENTS[2]]


@pytest.mark.parametrize(
    "error",
    [
        refusal("ThrottlingException"),
        refusal("Whatever", status=500),
        EndpointConnectionError(endpoint_url=URL),
        ReadTimeoutError(endpoint_url=URL),
    ],
)
def test_a_bus_that_takes_nothing_now_is_unavailable(aws: ScriptedService, error: Exception) -> None:
    aws.answers.append(error)
    with pytest.raises(EventsUnavailableError):
        EventBridgeBus(aws, bus="books").put(EVENTS)


def test_a_wrong_deployment_is_no_fault_that_passes(aws: ScriptedService) -> None:
    aws.answers.append(refusal("ResourceNotFoundException"))
    with pytest.raises(ClientError):
        EventBridgeBus(aws, bus="books").put(EVENTS)
