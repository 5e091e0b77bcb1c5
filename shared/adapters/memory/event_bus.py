"""A bus of events in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.services.ports.events import Event


class MemoryEventBus:
    """A ports.EventBus that keeps the events in the order in which they came."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def put(self, events: Sequence[Event]) -> Sequence[Event]:
        """See ports.EventBus."""
        self.events += events
        return ()
