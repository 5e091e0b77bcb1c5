"""The hits of a search in all parts of a book, in order, from a place on."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from shared.domain.contacts.queries import Order
from shared.domain.search.matches import EXACT, INSIDE, MATCHES, ONE_EDIT, PREFIX, TWO_EDITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from shared.domain.search.finding import SegmentSearch
    from shared.domain.search.hits import Hit, Place
    from shared.domain.search.matches import Match
    from shared.domain.search.query import Query

    Rows = dict[Match, list[list[int]]]
    """By how well they match, those of each part."""

_ENOUGH_OF_ONE_TERM = 3
"""So many hits without a typing error, and nobody wants those with one; several terms are so precise that one is."""
_WITHOUT_TYPOS = (EXACT, PREFIX, INSIDE)


class OrderedSearch:
    """A search after a place, if that is not empty."""

    def __init__(self, searches: Sequence[SegmentSearch], query: Query | None, after: Place) -> None:
        self._searches = searches
        self._query = query
        self._after = after

    def first(self, count: int, order: Order) -> list[Hit]:
        """Return the first hits, at most ``count``."""
        if order is Order.RELEVANCE:
            return self._by_relevance(count)
        return self._by_name(count) if order is Order.NAME else self._by_latest_change(count)

    @property
    def _reach(self) -> Match:
        """The worst match that counts."""
        return self._first_rows(0)[1]

    def _first_rows(self, count: int) -> tuple[Rows, Match]:
        """Return the first rows after the place, the best matches first, and the worst match that counts.

        That is the same on all pages: typing errors count if there are few hits without one.
        """
        if self._query is None or self._after:
            best, reach = (int(self._after.get(name, 0)) for name in ("match", "reach"))
            return self._rows(MATCHES[best : reach + 1], count), MATCHES[reach]
        enough = _ENOUGH_OF_ONE_TERM if len(self._query.terms) == 1 else 1
        found = self._rows(_WITHOUT_TYPOS, max(count, enough))
        missing = enough - _size(found)
        if missing <= 0:
            return found, INSIDE
        found |= self._rows((ONE_EDIT,), max(count - _size(found), 1))
        if any(found[ONE_EDIT]):
            return found, ONE_EDIT
        return found | self._rows((TWO_EDITS,), count - _size(found)), TWO_EDITS

    def _rows(self, matches: Iterable[Match], count: int) -> Rows:
        """Return the first rows that match so well, the best first, until they are at least ``count``."""
        found: Rows = {}
        for match in matches:
            if count <= 0:
                break
            found[match] = [search.first(count, match, self._start(search, match)) for search in self._searches]
            count -= sum(map(len, found[match]))
        return found

    def _by_relevance(self, count: int) -> list[Hit]:
        """Return the best matches first, and of equal ones favourites and then the latest changes."""
        found, reach = self._first_rows(count)
        hits: list[Hit] = []
        for match, parts in found.items():
            asked = match if self._query else None
            runs = [search.hits(rows, asked, reach) for search, rows in zip(self._searches, parts, strict=True)]
            hits += _merged(runs, lambda hit: (not hit.is_favorite, -hit.revision))
        return hits[:count]

    def _start(self, search: SegmentSearch, match: Match) -> int:
        """Return the row of a part where the hits go on that match so well."""
        if not self._after or match > int(self._after["match"]):
            return 0
        return search.first_after(int(self._after["revision"]), favorite=bool(self._after["favorite"]))

    def _by_name(self, count: int) -> list[Hit]:
        after, reach = str(self._after.get("name", "")), self._reach
        runs = []
        for search in self._searches:
            rows = list(islice(search.segment.in_name_order(search.rows(reach), after), count))
            hits = search.hits_as_they_match(rows, reach)
            keys = map(search.segment.name_key, rows)
            runs.append([hit._replace(name_key=key) for hit, key in zip(hits, keys, strict=True)])
        return _merged(runs, lambda hit: hit.name_key)[:count]

    def _by_latest_change(self, count: int) -> list[Hit]:
        """Return the latest change first: rows have it first among favourites, and among the others."""
        reach = self._reach
        runs = [
            search.hits_as_they_match(islice(search.rows(reach).between(start, stop), count), reach)
            for search in self._searches
            for start, stop in self._runs(search)
        ]
        return _merged(runs, lambda hit: -hit.revision)[:count]

    def _runs(self, search: SegmentSearch) -> Sequence[tuple[int, int]]:
        favorites, end = search.segment.favorites, len(search.segment)
        if not self._after:
            return (0, favorites), (favorites, end)
        revision = int(self._after["revision"])
        return (
            (search.first_after(revision, favorite=True), favorites),
            (search.first_after(revision, favorite=False), end),
        )


def _size(found: Rows) -> int:
    return sum([len(rows) for parts in found.values() for rows in parts])


def _merged(runs: Sequence[list[Hit]], key: Callable[[Hit], object]) -> list[Hit]:
    """Return the hits of runs that are in order, in order."""
    return runs[0] if len(runs) == 1 else sorted(chain.from_iterable(runs), key=key)  # type: ignore[arg-type]
