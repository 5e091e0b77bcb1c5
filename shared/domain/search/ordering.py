"""The hits of a search in all parts of a book, in order, from a place on."""

from __future__ import annotations

from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING

from shared.domain.contacts.queries import Order
from shared.domain.search.matches import MATCHES, Match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shared.domain.search.finding import SegmentSearch
    from shared.domain.search.hits import Hit, Place
    from shared.domain.search.query import Query

_ENOUGH_OF_ONE_TERM = 3
"""So many hits without a typing error, and nobody wants those with one; several terms are so precise that one is."""
_WITHOUT_TYPOS = (Match.EXACT, Match.PREFIX, Match.INSIDE)


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

    @cached_property
    def _reach(self) -> Match:
        """The worst match that counts, the same on all pages: typing errors do if there are few hits without one."""
        if self._query is None:
            return Match.EXACT
        if "reach" in self._after:
            return Match(int(self._after["reach"]))
        enough = _ENOUGH_OF_ONE_TERM if len(self._query.terms) == 1 else 1
        if sum([1 for _ in islice(chain.from_iterable(map(self._rows, _WITHOUT_TYPOS)), enough)]) == enough:
            return Match.INSIDE
        return Match.ONE_EDIT if any(True for _ in self._rows(Match.ONE_EDIT)) else Match.TWO_EDITS

    def _rows(self, match: Match) -> Iterator[int]:
        """Yield the rows of each part that match as well as that."""
        return chain.from_iterable(search.matching(match) for search in self._searches)

    def _by_relevance(self, count: int) -> list[Hit]:
        """Return the best matches first, and of equal ones favourites and then the latest changes."""
        best = Match(int(self._after.get("match", 0)))
        hits: list[Hit] = []
        for match in MATCHES[best : self._reach + 1]:
            wanted = count - len(hits)
            runs = [
                search.hits(
                    islice(search.matching(match, self._start(search) if match is best else 0), wanted),
                    match if self._query else None,
                    self._reach,
                )
                for search in self._searches
            ]
            hits += _merged(runs, lambda hit: (not hit.is_favorite, -hit.revision))[:wanted]
            if len(hits) == count:
                break
        return hits

    def _start(self, search: SegmentSearch) -> int:
        """Return the row of a part where the hits go on that match as well as the last one."""
        if not self._after:
            return 0
        return search.first_after(int(self._after["revision"]), favorite=bool(self._after["favorite"]))

    def _by_name(self, count: int) -> list[Hit]:
        after = str(self._after.get("name", ""))
        runs = []
        for search in self._searches:
            rows = list(islice(search.segment.in_name_order(search.rows(self._reach), after), count))
            hits = search.hits_as_they_match(rows, self._reach)
            keys = map(search.segment.name_key, rows)
            runs.append([hit._replace(name_key=key) for hit, key in zip(hits, keys, strict=True)])
        return _merged(runs, lambda hit: hit.name_key)[:count]

    def _by_latest_change(self, count: int) -> list[Hit]:
        """Return the latest change first: rows have it first among favourites, and among the others."""
        runs = [
            search.hits_as_they_match(islice(search.rows(self._reach).between(start, stop), count), self._reach)
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


def _merged(runs: Sequence[list[Hit]], key: Callable[[Hit], object]) -> list[Hit]:
    """Return the hits of runs that are in order, in order."""
    return runs[0] if len(runs) == 1 else sorted(chain.from_iterable(runs), key=key)  # type: ignore[arg-type]
