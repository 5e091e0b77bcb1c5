"""The search engine that needs no index: it goes through the book in order and looks at every contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.queries import ContactQuery, Order
from shared.services.ports.books import BookStore, ContactPage, Position

if TYPE_CHECKING:
    from shared.domain.contacts.contact import Contact
    from shared.domain.labels import Labels

CHUNK_SIZE = 250
MAX_CHUNKS = 20
MAX_SCANNED_BYTES = 8 * 1024 * 1024
"""After 5,000 contacts, or fewer large ones, without a full page, the client is asked to come back with the cursor."""


class ScanningSearch:
    """A ports.ContactSearch.

    A tag that the book does not have finds nothing, without a look at any contact.
    What was written a moment ago is found, since the store's lists are strongly consistent.
    """

    def __init__(self, store: BookStore) -> None:
        self._store = store

    def find(
        self,
        book_id: str,
        query: ContactQuery,
        *,
        labels: Labels,
        order: Order,
        limit: int,
        after: Position | None = None,
    ) -> ContactPage:
        """One list of the store for every 250 contacts."""
        asked = query.within(labels)
        if asked is None:
            return _slice([], [], None)
        read = self._store.list_by_name if order is Order.NAME else self._store.list_by_change
        found: list[Contact] = []
        positions: list[Position] = []
        scanned = 0
        for _ in range(MAX_CHUNKS):
            chunk = read(book_id, limit=CHUNK_SIZE, after=after)
            for contact, position in zip(chunk.contacts, chunk.positions, strict=True):
                if asked.matches(contact):
                    found.append(contact)
                    positions.append(position)
                scanned += len(contact.document.text)
                if len(found) == limit or scanned >= MAX_SCANNED_BYTES:
                    is_last = position == chunk.positions[-1]
                    return _slice(found, positions, chunk.next if is_last else position)
            after = chunk.next
            if after is None:
                break
        return _slice(found, positions, after)


def _slice(contacts: list[Contact], positions: list[Position], following: Position | None) -> ContactPage:
    return ContactPage(contacts=tuple(contacts), positions=tuple(positions), next=following)
