"""Publishing of a book's changes on the bus, by the stream of its history, and of the snapshots that they make due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shared.domain.errors import EventsUnavailableError
from shared.services.ports.events import MAX_EVENTS_AT_ONCE, BookChanged, Event, EventBus, SnapshotDue

if TYPE_CHECKING:
    from shared.services.timing import Timing

MAX_ATTEMPTS = 3
PAUSE_SECONDS = 0.2
"""The n-th retry is preceded by a random part of n times this."""
SNAPSHOT_EVERY_REVISIONS = 200
"""After about as many, searches have read as much of what has changed as a new snapshot costs."""
_PURGED = "purged"
"""A ChangeKind, which this function does not load. Whoever is removed for good must not live on in a snapshot."""


class Relay:
    """Publishes changes, at least once each, and then the snapshots that are due: one for a book and call."""

    def __init__(self, bus: EventBus, *, timing: Timing) -> None:
        self._bus = bus
        self._timing = timing

    def publish(self, changes: Sequence[BookChanged]) -> Sequence[BookChanged]:
        """Publish changes, and return those that must be tried again, in their order; others may have been published.

        A change that made a snapshot due, of which the bus could not be told, must be tried again, too.
        """
        left: set[Event] = set(self._publish(changes))
        if len(left) < len(changes):
            due = _snapshots_due(changes)
            left |= {due[event] for event in self._publish(list(due))}
        return [change for change in changes if change in left]

    def _publish(self, events: Sequence[Event]) -> Sequence[Event]:
        """Publish events, and return those that are left.

        The bus takes a part of what it is given, and the rest is repeated at once. When it takes nothing at all, what
        comes later is not tried either.
        """
        left: list[Event] = []
        for start in range(0, len(events), MAX_EVENTS_AT_ONCE):
            refused = self._put(events[start : start + MAX_EVENTS_AT_ONCE])
            left += refused
            if len(refused) == len(events[start : start + MAX_EVENTS_AT_ONCE]):
                return [*left, *events[start + MAX_EVENTS_AT_ONCE :]]
        return left

    def _put(self, events: Sequence[Event]) -> Sequence[Event]:
        for attempt in range(MAX_ATTEMPTS):
            if attempt:
                self._timing.wait(PAUSE_SECONDS * attempt * self._timing.jitter())
            try:
                events = self._bus.put(events)
            except EventsUnavailableError:
                continue
            if not events:
                break
        return events


def _snapshots_due(changes: Sequence[BookChanged]) -> dict[Event, BookChanged]:
    """Return the snapshots that changes make due, each with its change: the latest of a book that makes one due."""
    causes: dict[str, BookChanged] = {}
    for change in changes:
        makes_due = change.revision % SNAPSHOT_EVERY_REVISIONS == 0 or change.kind == _PURGED
        known = causes.get(change.book_id)
        if makes_due and (known is None or known.revision < change.revision):
            causes[change.book_id] = change
    return {SnapshotDue(book_id=each.book_id, revision=each.revision): each for each in causes.values()}
