"""Searches of a book: in a copy in memory that has whatever had been written before, or says that it has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.queries import Order
from shared.domain.search.asked import row_filter_of
from shared.domain.search.book import NOTHING
from shared.domain.search.explaining import explain
from shared.domain.search.query import Query
from shared.services.contacts.tagged import Findings, TaggedContact, TaggedContactPage
from shared.services.ports.books import part_of

if TYPE_CHECKING:
    from shared.domain.contacts.queries import ContactQuery
    from shared.services.contacts.search.copies import BookCopies, CurrentCopy
    from shared.services.ports.books import BookReader, Position
    from shared.services.ports.romanization import Romanization


class BookSearch:
    """Finds contacts by words, by filters, or by both, in any order."""

    def __init__(self, store: BookReader, copies: BookCopies, *, romanize: Romanization) -> None:
        self._store = store
        self._copies = copies
        self._romanize = romanize

    def page(
        self, book_id: str, query: ContactQuery, *, order: Order, limit: int, after: Position | None = None
    ) -> TaggedContactPage:
        """Return up to ``limit`` live contacts that match, in order.

        Takes one request to the store if nothing has changed since the last search of the book. Raises AccountGoneError
        if there is no such book.
        """
        return self._copies.look(book_id, lambda current: self._page(current, query, order, limit, after), labels=True)

    def _page(
        self, current: CurrentCopy, query: ContactQuery, order: Order, limit: int, after: Position | None
    ) -> TaggedContactPage:
        words = Query.of(query.text, romanize=self._romanize) if query.text else None
        if words is not None:
            words = words.within(current.labels)
        row_filter = row_filter_of(query, current.labels)
        if row_filter is None:
            found = NOTHING
        else:
            place = _place(after, order)
            found = current.copy.searched.find(words, row_filter, order=order, limit=limit, after=place)
        contacts = self._copies.contacts_of(current, found.hits)
        kept = [(hit, one) for hit, one in zip(found.hits, contacts, strict=True) if one is not None]
        labels = current.labels
        if not labels.know({label_id for _, one in kept for label_id in one.label_ids}):
            labels = self._store.get_labels(current.book.id)
        tagged = tuple([TaggedContact.of(one, labels) for _, one in kept])
        matches = None
        if words is not None:
            matches = tuple([explain(one.contact, one.tags, words, self._romanize) for one in tagged])
        return TaggedContactPage(
            contacts=tagged,
            positions=tuple([hit.place for hit, _ in kept]),
            next=found.hits[-1].place if found.has_more else None,
            findings=Findings(matches=matches, is_complete=current.is_complete),
        )


def _place(after: Position | None, order: Order) -> Position | None:
    """Return the place that a cursor names. Raises InvalidCursorError for one of another version of this code."""
    if after is None:
        return None
    names = ("match", "favorite", "revision", "reach", *(["name"] if order is Order.NAME else []))
    return {name: part_of(after, name) for name in names}
