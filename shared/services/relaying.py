"""Publishing of a book's changes on the bus, by the stream of its history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shared.domain.errors import EventsUnavailableError
from shared.services.ports.events import MAX_EVENTS_AT_ONCE, BookChanged, EventBus

if TYPE_CHECKING:
    from shared.services.timing import Timing

MAX_ATTEMPTS = 3
PAUSE_SECONDS = 0.2
"""The n-th retry is preceded by a random part of n times this."""


class Relay:
    """Publishes changes, at least once each."""

    def __init__(self, bus: EventBus, *, timing: Timing) -> None:
        self._bus = bus
        self._timing = timing

    def publish(self, events: Sequence[BookChanged]) -> Sequence[BookChanged]:
        """Publish events, and return those that must be tried again, in their order; others may have been published.

        The bus takes a part of what it is given, and the rest is repeated at once. When it takes nothing at all, what
        comes later is not tried either.
        """
        left: list[BookChanged] = []
        for start in range(0, len(events), MAX_EVENTS_AT_ONCE):
            refused = self._put(events[start : start + MAX_EVENTS_AT_ONCE])
            left += refused
            if len(refused) == len(events[start : start + MAX_EVENTS_AT_ONCE]):
                return [*left, *events[start + MAX_EVENTS_AT_ONCE :]]
        return left

    def _put(self, events: Sequence[BookChanged]) -> Sequence[BookChanged]:
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
