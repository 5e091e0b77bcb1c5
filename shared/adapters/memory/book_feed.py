"""All contacts and changes of books in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.services.ports.feed import ChangeNote, ContactRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.adapters.memory.database import MemoryDatabase


class MemoryBookFeed:
    """A ports.BookFeed. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def contacts(self, book_id: str, *, limit: int, after_id: str = "") -> ContactRun:
        """See ports.BookFeed."""
        with self._database.lock:
            contacts = self._database.shelves[book_id].contacts
            ids = sorted(one for one, contact in contacts.items() if one > after_id and contact.trashed_at is None)
            found = tuple(contacts[one] for one in ids[:limit])
        return ContactRun(contacts=found, next_id=found[-1].id if len(ids) > limit else None)

    def changes(self, book_id: str, *, after_revision: int, limit: int) -> Sequence[ChangeNote]:
        """See ports.BookFeed."""
        with self._database.lock:
            changes = self._database.shelves[book_id].changes[after_revision : after_revision + limit]
        return [ChangeNote(revision=one.revision, contact_id=one.contact_id, kind=one.kind) for one in changes]
