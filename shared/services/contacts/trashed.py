"""Listing the contacts in the trash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.retention import is_gone
from shared.domain.errors import StoreUnavailableError
from shared.domain.labels import Labels
from shared.services.contacts.tagged import TaggedContact, TaggedContactPage
from shared.services.ports.books import load_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.services.ports.books import BookReader, Position

RAISES = (StoreUnavailableError,)


class TrashReader:
    """Lists the contacts in the trash of a book."""

    def __init__(self, store: BookReader, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def page(self, book_id: str, *, limit: int, after: Position | None = None) -> TaggedContactPage:
        """Return up to ``limit`` contacts, latest deletion first; possibly fewer, even if there is a ``next``.

        Contacts that have been in the trash for too long are not among them, whether they were removed or not. Raises
        AccountGoneError if there is no such book.
        """
        page = self._store.list_trash(book_id, limit=limit, after=after)
        now = self._now()
        kept = [
            (contact, position)
            for contact, position in zip(page.contacts, page.positions, strict=True)
            if not is_gone(contact, now)
        ]
        labels = Labels()
        if any(contact.label_ids for contact, _ in kept):
            labels = self._store.get_labels(book_id)
        elif not page.contacts and after is None:
            load_book(self._store, book_id)  # raises an error if there is none
        return TaggedContactPage(
            contacts=tuple(TaggedContact.of(contact, labels) for contact, _ in kept),
            positions=tuple(position for _, position in kept),
            next=page.next if len(kept) == len(page.contacts) else None,
        )
