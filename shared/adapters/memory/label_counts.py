"""The counts of labels in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.services.ports.label_counts import LabelCounts, LabelledContact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.adapters.memory.database import MemoryDatabase


class MemoryLabelCounts:
    """A ports.LabelCountStore. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database
        self._counts: dict[str, LabelCounts] = {}

    def find(self, book_id: str) -> LabelCounts | None:
        """See ports.LabelCountStore."""
        return self._counts.get(book_id)

    def save(self, book_id: str, counts: LabelCounts) -> None:
        """See ports.LabelCountStore."""
        with self._database.lock:
            known = self._counts.get(book_id)
            if known is None or known.revision < counts.revision:
                self._counts[book_id] = counts

    def all_contacts(self, book_id: str) -> Sequence[LabelledContact]:
        """See ports.LabelCountStore."""
        with self._database.lock:
            return [
                LabelledContact(
                    id=contact.id,
                    revision=contact.revision,
                    label_ids=() if contact.trashed_at else contact.label_ids,
                )
                for contact in self._database.shelves[book_id].contacts.values()
            ]
