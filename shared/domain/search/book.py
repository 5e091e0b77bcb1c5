"""Searching a book: in the index of an earlier revision, and in the rows that have changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.queries import Order
from shared.domain.search.filters import EVERYTHING
from shared.domain.search.finding import SegmentSearch
from shared.domain.search.hits import NOTHING, Found, Hit
from shared.domain.search.matches import Match
from shared.domain.search.ordering import OrderedSearch
from shared.domain.search.overlay import Overlay
from shared.domain.search.row_sets import union

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from shared.domain.search.filters import RowFilter
    from shared.domain.search.finding import Segment
    from shared.domain.search.hits import Place
    from shared.domain.search.index import Index
    from shared.domain.search.query import Query
    from shared.domain.search.row_sets import RowSet
    from shared.domain.search.rows import Row

__all__ = ["NOTHING", "Found", "Hit", "SearchedBook"]

_MIN_DIGITS_AT_END = 7
"""So many digits are a number without the codes of country and area; fewer may be an extension."""


class SearchedBook:
    """The live contacts of a book at a revision: those of an index, but for the ``changed`` ones.

    They are given as they are now, None for one that is not live any more. A book does not change; a later one is made
    of it.
    """

    def __init__(self, index: Index, changed: Mapping[str, Row | None]) -> None:
        self._index = index
        self._hidden: frozenset[int] = frozenset()
        self._overlay = Overlay()
        self._change(changed)

    def with_changes(self, changed: Mapping[str, Row | None]) -> SearchedBook:
        """Return the book after some more changes. The time it takes is that of the changed rows."""
        book = SearchedBook(self._index, {})
        book._hidden, book._overlay = self._hidden, self._overlay
        book._change(changed)
        return book

    def _change(self, changed: Mapping[str, Row | None]) -> None:
        rows = [self._index.row_of_contact(contact_id) for contact_id in changed]
        self._hidden |= frozenset([row for row in rows if row is not None])
        self._overlay = self._overlay.with_changes(changed)

    def find(
        self, query: Query | None, row_filter: RowFilter, *, order: Order, limit: int, after: Place | None = None
    ) -> Found:
        """Return the next ``limit`` contacts, after a place, that match a query, if there is one, and pass a filter.

        Contacts that do not change meanwhile are on one page each. Without a query, nothing is more relevant than a
        favourite that has changed lately. ``after`` is the place of a hit of the same search in the same order.
        """
        search = OrderedSearch(self._searches(query, row_filter), query, after or {})
        hits = search.first(limit + 1, order)
        return Found(hits=tuple(hits[:limit]), has_more=len(hits) > limit)

    def with_email(self, email: str) -> tuple[Hit, ...]:
        """Return the contacts that have an e-mail address, folded and whole: favourites and latest changes first."""
        return self._with(lambda segment: segment.addressed(email), Match.EXACT)

    def with_number(self, forms: Collection[str]) -> tuple[Hit, ...]:
        """Return the contacts with a number that is one of some forms, or if there are none, that ends with one.

        The forms are those of ``number_forms``; only those of seven digits and more are looked for at the end. A number
        with its extension is another one than that without, which all have who share it. Favourites and latest changes
        come first.
        """
        whole = self._with(lambda segment: union([segment.numbered(form, Match.EXACT) for form in forms]), Match.EXACT)
        long = [form for form in forms if len(form) >= _MIN_DIGITS_AT_END]
        return whole or self._with(lambda segment: union([segment.ending(form) for form in long]), Match.INSIDE)

    def _with(self, rows_in: Callable[[Segment], RowSet], match: Match) -> tuple[Hit, ...]:
        search = OrderedSearch(self._searches(None, EVERYTHING, rows_in), None, {})
        return tuple([hit._replace(match=match) for hit in search.first(self._size, Order.RELEVANCE)])

    @property
    def _size(self) -> int:
        return len(self._index) + len(self._overlay)

    def _searches(
        self, query: Query | None, row_filter: RowFilter, rows_in: Callable[[Segment], RowSet] | None = None
    ) -> list[SegmentSearch]:
        parts: Iterable[tuple[Segment, frozenset[int]]] = ((self._index, self._hidden), (self._overlay, frozenset()))
        return [
            SegmentSearch(segment, query, row_filter, hidden, rows_in(segment) if rows_in else None)
            for segment, hidden in parts
            if len(segment)
        ]
