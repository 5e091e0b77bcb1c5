"""What is known about duplicates, in memory."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from shared.services.ports.conflicts import TooManyDismissedError
from shared.services.ports.duplicates import MAX_DISMISSED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.adapters.memory.database import MemoryDatabase
    from shared.services.ports.duplicates import FoundGroups, IdPair


class MemoryDuplicateStore:
    """A ports.DuplicateStore. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def put_found(self, book_id: str, found: FoundGroups) -> None:
        """See ports.DuplicateStore."""
        with self._database.lock:
            self._database.found_groups[book_id] = found

    def get_found(self, book_id: str) -> FoundGroups | None:
        """See ports.DuplicateStore."""
        with self._database.lock:
            return self._database.found_groups.get(book_id)

    def dismiss(self, book_id: str, contact_ids: Sequence[str]) -> None:
        """See ports.DuplicateStore."""
        with self._database.lock:
            known = self._database.dismissed[book_id]
            ids = sorted(set(contact_ids))
            for place, lower in enumerate(ids[:-1], start=1):
                count = sum(first == lower for first, _ in known)
                if count and count > MAX_DISMISSED - len(ids[place:]):
                    raise TooManyDismissedError
            known |= set(combinations(ids, 2))

    def dismissed_among(self, book_id: str, contact_ids: Sequence[str]) -> frozenset[IdPair]:
        """See ports.DuplicateStore."""
        ids = set(contact_ids)
        return frozenset(pair for pair in self.all_dismissed(book_id) if ids.issuperset(pair))

    def all_dismissed(self, book_id: str) -> frozenset[IdPair]:
        """See ports.DuplicateStore."""
        with self._database.lock:
            return frozenset(self._database.dismissed[book_id])
