"""The feed of a book, from what any store of books can do."""

from __future__ import annotations

from collections.abc import Sequence

from shared.services.ports.books import BookStore
from shared.services.ports.feed import ChangeNote, ContactRun


class StoreFeed:
    """A ports.BookFeed over a BookStore."""

    def __init__(self, store: BookStore) -> None:
        self._store = store

    def contacts(self, book_id: str, *, limit: int, after_id: str = "") -> ContactRun:
        found = self._store.list_by_id(book_id, limit=limit, after=after_id or None)
        live = tuple(contact for contact in found if contact.trashed_at is None)
        return ContactRun(contacts=live, next_id=found[-1].id if len(found) == limit else None)

    def changes(self, book_id: str, *, after_revision: int, limit: int) -> Sequence[ChangeNote]:
        changes = self._store.list_changes(book_id, after_revision=after_revision, limit=limit)
        return [ChangeNote(revision=one.revision, contact_id=one.contact_id, kind=one.kind) for one in changes]
