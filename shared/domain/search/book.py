"""Searching a book: in the index of an earlier revision, and in the rows that have changed since."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from shared.domain.contacts.queries import Order
from shared.domain.search.filters import RowFilter
from shared.domain.search.finding import SegmentSearch, by_latest_change, by_name, matching, reach_of
from shared.domain.search.matches import Match
from shared.domain.search.overlay import Overlay
from shared.domain.search.row_sets import union

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from shared.domain.search.finding import Segment
    from shared.domain.search.index import Index
    from shared.domain.search.query import Query
    from shared.domain.search.row_sets import RowSet
    from shared.domain.search.rows import Row

    Place = Mapping[str, int | str]

_ENOUGH_OF_ONE_TERM = 3
"""So many hits without a typing error, and nobody wants those with one; several terms are so precise that one is."""
_MIN_DIGITS_AT_END = 7
"""So many digits are a number without the codes of country and area; fewer may be an extension."""


class Hit(NamedTuple):
    """A contact that was found, and how well it matches, if there was a query.

    ``row`` is its row in the index, None if it has changed since. The other members say where it stands.
    """

    contact_id: str
    revision: int
    match: Match | None
    row: int | None
    is_favorite: bool
    reach: Match
    name_key: str = ""

    @property
    def place(self) -> Place:
        """Where it stands among the hits, as JSON has it: a later search, also of a later snapshot, continues there."""
        place: Place = {
            "match": int(self.match or 0),
            "favorite": int(self.is_favorite),
            "revision": self.revision,
            "reach": int(self.reach),
        }
        return {**place, "name": self.name_key} if self.name_key else place


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of hits."""

    hits: tuple[Hit, ...]
    has_more: bool


NOTHING = Found(hits=(), has_more=False)


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
        search = _Search(self._searches(query, row_filter), query, after or {})
        hits = tuple(islice(_ORDERS[order](search), limit + 1))
        return Found(hits=hits[:limit], has_more=len(hits) > limit)

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
        search = _Search(self._searches(None, RowFilter(), rows_in), None, {})
        return tuple([hit._replace(match=match) for hit in search.by_relevance()])

    def _searches(
        self, query: Query | None, row_filter: RowFilter, rows_in: Callable[[Segment], RowSet] | None = None
    ) -> list[SegmentSearch]:
        parts: Iterable[tuple[Segment, frozenset[int]]] = ((self._index, self._hidden), (self._overlay, frozenset()))
        return [
            SegmentSearch(segment, query, row_filter, hidden, rows_in(segment) if rows_in else None)
            for segment, hidden in parts
            if len(segment)
        ]


class _Search:
    """A search in the parts of a book, after a place, if that is not empty."""

    def __init__(self, searches: list[SegmentSearch], query: Query | None, after: Place) -> None:
        self._searches = searches
        self._query = query
        self._after = after

    @cached_property
    def _reach(self) -> Match:
        """The worst match that counts, which is the same on all pages."""
        if self._query is None:
            return Match.EXACT
        if "reach" in self._after:
            return Match(int(self._after["reach"]))
        return reach_of(self._searches, _ENOUGH_OF_ONE_TERM if len(self._query.terms) == 1 else 1)

    def by_relevance(self) -> Iterator[Hit]:
        """Yield the best matches first, and of equal ones favourites and then the latest changes."""
        first, place = Match.EXACT, None
        if self._after:
            first = Match(int(self._after["match"]))
            place = int(self._after["revision"]), bool(self._after["favorite"])
        for match in Match:
            if (match > Match.INSIDE or self._query is None) and match > self._reach:
                return
            if match < first:
                continue
            for search, row in matching(self._searches, match, place if match is first else None):
                yield self._hit(search, row, match)

    def by_name(self) -> Iterator[Hit]:
        """Yield hits in the order of names."""
        for search, row in by_name(self._searches, self._reach, str(self._after.get("name", ""))):
            yield self._hit(search, row, search.match_of(row, self._reach), search.segment.name_key(row))

    def by_latest_change(self) -> Iterator[Hit]:
        """Yield the latest change first."""
        before = int(self._after["revision"]) if self._after else None
        for search, row in by_latest_change(self._searches, self._reach, before):
            yield self._hit(search, row, search.match_of(row, self._reach))

    def _hit(self, search: SegmentSearch, row: int, match: Match, name_key: str = "") -> Hit:
        segment = search.segment
        return Hit(
            segment.contact_id(row),
            segment.revisions[row],
            match if self._query else None,
            row if segment.is_stored else None,
            row < segment.favorites,
            self._reach,
            name_key,
        )


_ORDERS = {
    Order.RELEVANCE: _Search.by_relevance,
    Order.NAME: _Search.by_name,
    Order.LATEST_CHANGE: _Search.by_latest_change,
}
