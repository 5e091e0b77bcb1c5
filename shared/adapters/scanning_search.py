"""The search engine that needs no index: it goes through the book in order and looks at every contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contact_queries import ContactQuery, Order
from shared.services.ports.books import BookStore, Position, Slice

if TYPE_CHECKING:
    from shared.domain.contacts import Contact

CHUNK_SIZE = 250
MAX_CHUNKS = 20
"""After 5,000 contacts without a full page, the client is asked to come back with the cursor."""


class ScanningSearch:
    """A ports.ContactSearch.

    What was written a moment ago is found, since the store's lists are strongly consistent.
    """

    def __init__(self, store: BookStore) -> None:
        self._store = store

    def find(
        self, book_id: str, query: ContactQuery, *, order: Order, limit: int, after: Position | None = None
    ) -> Slice:
        """One read of the labels, one list of the store for every 250 contacts, and one more when a page is full."""
        read = self._store.list_by_name if order is Order.NAME else self._store.list_by_change
        labels = self._store.get_labels(book_id)
        found: list[Contact] = []
        for _ in range(MAX_CHUNKS):
            chunk = read(book_id, limit=CHUNK_SIZE, after=after)
            for index, contact in enumerate(chunk.contacts, start=1):
                if not query.matches(contact, labels):
                    continue
                found.append(contact)
                if len(found) == limit:
                    # The store knows where a list of so many contacts ends.
                    following = (
                        chunk.next if index == len(chunk.contacts) else read(book_id, limit=index, after=after).next
                    )
                    return Slice(contacts=tuple(found), next=following)
            after = chunk.next
            if after is None:
                break
        return Slice(contacts=tuple(found), next=after)
