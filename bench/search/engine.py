"""The service's engine over a made-up book, without the store that keeps its snapshots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.search.people import LABELS
from shared.adapters.romanization import romanized
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.queries import Order
from shared.domain.search.book import SearchedBook
from shared.domain.search.building import build
from shared.domain.search.filters import RowFilter
from shared.domain.search.index import Index
from shared.domain.search.query import Query
from shared.domain.search.rows import Row, row_of
from shared.domain.text.name_orders import COMMON_ORDER

PAGE_SIZE = 50
"""Hits on a page, which is what is measured."""
EVERYBODY = 1_000_000
_ANY = RowFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltBook:
    """A book that can be searched; ``ids`` are its contacts in the order of the index."""

    rows: Sequence[Row]
    sections: Mapping[str, bytes]
    ids: Sequence[str]
    book: SearchedBook


def rows_of(contacts: Iterable[Contact]) -> list[Row]:
    """Return what is searched of the contacts."""
    return [row_of(contact, order=COMMON_ORDER, romanize=romanized) for contact in contacts]


def built_book(rows: Sequence[Row]) -> BuiltBook:
    """Return a book with these rows in its index, and none in its overlay."""
    sections, ids = build(row.record() for row in rows)
    return BuiltBook(rows=rows, sections=sections, ids=ids, book=SearchedBook(Index.load(sections), {}))


def read_query(text: str) -> Query | None:
    """Return what a text asks for in a book with ``LABELS``."""
    query = Query.of(text, romanize=romanized)
    return query.within(LABELS) if query else None


def find(book: SearchedBook, query: Query | None, limit: int = PAGE_SIZE) -> list[str]:
    """Return the ids of the best hits; nothing for what has no word, as the service has it."""
    if query is None:
        return []
    return [hit.contact_id for hit in book.find(query, _ANY, order=Order.RELEVANCE, limit=limit).hits]
