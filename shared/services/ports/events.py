"""The bus on which the rest of the world learns that a book has changed, and this service that a snapshot is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

MAX_EVENTS_AT_ONCE = 10
"""https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookChanged:
    """A change of a book, by its revision. ``contact_id`` is None for one that concerns no contact in particular.

    It has no content: whoever may see that reads it from the book. ``kind`` may be one that only newer code knows.
    """

    book_id: str
    revision: int
    contact_id: str | None
    kind: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotDue:
    """The snapshot of a book should be of at least this revision, if a book of its size has one."""

    book_id: str
    revision: int


Event = BookChanged | SnapshotDue


class EventBus(Protocol):
    """Publishes events to whoever subscribes to them. An event may arrive twice, and out of order."""

    def put(self, events: Sequence[Event]) -> Sequence[Event]:
        """Publish up to MAX_EVENTS_AT_ONCE events, and return those that the bus refused for now.

        Raises EventsUnavailableError, after which some or all may have been published.
        """
        ...
