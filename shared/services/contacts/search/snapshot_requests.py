"""Requests for snapshots, by searches that lack one."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from shared.domain.errors import EventsUnavailableError
from shared.services.ports.events import SnapshotDue

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.services.ports.events import EventBus


class SnapshotRequests:
    """Asks for snapshots on the bus, which ``bus`` makes when the first one is needed."""

    def __init__(self, bus: Callable[[], EventBus]) -> None:
        self._bus = bus

    def __call__(self, book_id: str, revision: int) -> None:
        """Ask for a snapshot of a book with at least a revision.

        A bus that refuses is not asked again: the next search that lacks the snapshot does that.
        """
        with suppress(EventsUnavailableError):
            self._bus().put([SnapshotDue(book_id=book_id, revision=revision)])
