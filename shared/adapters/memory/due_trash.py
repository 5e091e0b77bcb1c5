"""The books with something due in the trash, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.retention import due_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from shared.adapters.memory.database import MemoryDatabase


class MemoryDueTrash:
    """A ports.DueTrash. Looks at all contacts. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def books_due_before(self, day: date) -> Iterator[str]:
        """See ports.DueTrash."""
        with self._database.lock:
            days = [
                (due, book_id)
                for book_id, shelf in self._database.shelves.items()
                for contact in shelf.contacts.values()
                if (due := due_day(contact)) is not None and due < day
            ]
        return (book_id for _, book_id in sorted(days))
