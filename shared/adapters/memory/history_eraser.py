"""Erasing of content from the history of books in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.adapters.memory.database import MemoryDatabase


class MemoryHistoryEraser:
    """A ports.HistoryEraser. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def erase(self, book_id: str, revisions: Sequence[int]) -> None:
        """See ports.HistoryEraser."""
        with self._database.lock:
            changes = self._database.shelves[book_id].changes
            for revision in revisions:
                if 1 <= revision <= len(changes):
                    changes[revision - 1] = replace(changes[revision - 1], previous=None)
