"""Events on a bus of Amazon EventBridge.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as TransportError

from shared.adapters.aws.transport import ClientConfig, Transport
from shared.domain.errors import EventsUnavailableError
from shared.services.ports.events import BookChanged

if TYPE_CHECKING:
    from shared.services.ports.events import Event

SOURCE = "contacts-api"
_CLIENT_CONFIG = ClientConfig(connect_seconds=1.0, read_seconds=3.0, max_attempts=2)
_UNAVAILABLE = frozenset({"InternalException", "LimitExceededException", "Throttling", "ThrottlingException"})
"""Other refusals indicate a wrong deployment, such as a missing bus, and are raised unchanged."""


class EventBridgeBus:
    """A ports.EventBus. docs/events.md describes the events."""

    def __init__(self, transport: Transport, *, bus: str) -> None:
        self._client = transport.client("events", _CLIENT_CONFIG)
        self._bus = bus

    def put(self, events: Sequence[Event]) -> Sequence[Event]:
        """See ports.EventBus. Makes one request."""
        try:
            answer = self._client.call("PutEvents", {"Entries": [self._entry(event) for event in events]})
        except ClientError as error:
            code = str(error.response["Error"].get("Code"))
            if code in _UNAVAILABLE or error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
                raise EventsUnavailableError(f"the bus takes no event now: {code}") from error
            raise
        except (HTTPClientError, TransportError) as error:
            raise EventsUnavailableError(f"the bus does not answer: {type(error).__name__}") from error
        if not answer.get("FailedEntryCount"):
            return ()
        return [event for event, entry in zip(events, answer["Entries"], strict=True) if "ErrorCode" in entry]

    def _entry(self, event: Event) -> dict[str, Any]:
        """Return an event as it is published: its detail type is the name of its class."""
        detail: dict[str, Any] = {"book_id": event.book_id, "revision": event.revision}
        if isinstance(event, BookChanged):
            at = event.at.isoformat(timespec="milliseconds")
            detail |= {"contact_id": event.contact_id, "kind": event.kind, "at": at}
        return {
            "EventBusName": self._bus,
            "Source": SOURCE,
            "DetailType": type(event).__name__,
            "Detail": json.dumps(detail),
        }
