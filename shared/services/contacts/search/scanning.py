"""The search engine without an index: it reads the book in order, and examines every contact.

How contacts match is imported with the first query: most requests have none.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.queries import ContactQuery, Order
from shared.services.ports.books import BookReader, ContactPage, Position

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.domain.contacts.contact import Contact
    from shared.domain.labels import Labels
    from shared.services.ports.romanization import Romanization

CHUNK_SIZE = 250
MAX_CHUNKS = 20
MAX_SCANNED_BYTES = 8 * 1024 * 1024
"""A page ends after 5,000 contacts, or fewer large ones, even if it is not full; the client goes on with its cursor."""


class ScanningSearch:
    """A ports.ContactSearch.

    A tag that the book does not have matches nothing, and no contact is read. Contacts written a moment ago are found,
    since the store's lists are strongly consistent. Typing errors do not count.
    """

    def __init__(self, store: BookReader, romanization: Callable[[], Romanization]) -> None:
        self._store = store
        self._romanization = romanization

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
        """See ContactSearch. Takes one request to the store for every 250 contacts."""
        from shared.domain.search.book_query import BookQuery

        book_query = BookQuery.of(query, labels, romanize=self._romanization())
        if book_query is None:
            return _page([], [], None)
        read = self._store.list_by_name if order is Order.NAME else self._store.list_by_change
        contacts: list[Contact] = []
        positions: list[Position] = []
        scanned = 0
        for _ in range(MAX_CHUNKS):
            chunk = read(book_id, limit=CHUNK_SIZE, after=after)
            for contact, position in zip(chunk.contacts, chunk.positions, strict=True):
                if book_query.matches(contact):
                    contacts.append(contact)
                    positions.append(position)
                scanned += len(contact.document.text)
                if len(contacts) == limit or scanned >= MAX_SCANNED_BYTES:
                    is_last = position == chunk.positions[-1]
                    return _page(contacts, positions, chunk.next if is_last else position)
            after = chunk.next
            if after is None:
                break
        return _page(contacts, positions, after)


def _page(contacts: list[Contact], positions: list[Position], following: Position | None) -> ContactPage:
    return ContactPage(contacts=tuple(contacts), positions=tuple(positions), next=following)
