"""Finding what matches, page by page, in the index of a book and in the rows that have changed since."""

from __future__ import annotations

from bisect import bisect_right
from heapq import merge
from itertools import filterfalse, islice
from typing import TYPE_CHECKING, Protocol

from shared.domain.search.matches import Match
from shared.domain.search.matching_rows import Searched, rows_matching
from shared.domain.search.row_sets import Kept, intersection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shared.domain.search.filters import RowFilter
    from shared.domain.search.query import Query
    from shared.domain.search.row_sets import RowSet


class Segment(Searched, Protocol):
    """Rows in their order: favourites first, then the latest change first."""

    is_stored: bool
    """Whether its rows are those of a snapshot."""
    favorites: int
    """How many rows are those of favourites."""

    @property
    def revisions(self) -> Sequence[int]:
        """The revisions of the rows."""
        ...

    @property
    def contact_id(self) -> Callable[[int], str]:
        """What returns the id of the contact of a row."""
        ...

    def __len__(self) -> int: ...

    def name_key(self, row: int) -> str:
        """Return the name key of a row."""
        ...

    def addressed(self, email: str) -> RowSet:
        """Return the rows with an e-mail address, folded and whole."""
        ...

    def ending(self, digits: str) -> RowSet:
        """Return the rows with a number that ends with these digits."""
        ...

    def passing(self, row_filter: RowFilter) -> RowSet:
        """Return the rows that pass a filter."""
        ...

    def in_name_order(self, rows: RowSet, after: str) -> Iterator[int]:
        """Yield rows in the order of their names, those whose name key comes after another one."""
        ...


class SegmentSearch:
    """A search in one segment, of which ``hidden`` rows are out of date; ``among`` some, if they are given."""

    def __init__(
        self,
        segment: Segment,
        query: Query | None,
        asked: RowFilter,
        hidden: frozenset[int],
        among: RowSet | None = None,
    ) -> None:
        self.segment = segment
        self._query = query
        self._always = [among] if among else []
        if not asked.is_empty or not (query or among):
            self._always.append(segment.passing(asked))
        if hidden:
            self._always.append(Kept(len(segment), lambda row: row not in hidden))
        self._rows: dict[Match, RowSet] = {}

    def rows(self, at_worst: Match) -> RowSet:
        """Return the rows that match so well, or better."""
        if at_worst not in self._rows:
            matching = [rows_matching(self._query, self.segment, at_worst)] if self._query else []
            self._rows[at_worst] = intersection(matching + self._always)
        return self._rows[at_worst]

    def matching(self, match: Match, start: int = 0) -> Iterator[int]:
        """Return the rows that match as well as that, and no better, in their order, from a row on."""
        rows = self.rows(match).between(start, len(self.segment))
        better = self.rows(Match(match - 1)) if match else None
        return filterfalse(better.has, rows) if better and better.count else rows

    def match_of(self, row: int, at_worst: Match) -> Match:
        """Return how well a row matches that matches ``at_worst``."""
        return next((match for match in Match if match < at_worst and self.rows(match).has(row)), at_worst)

    def first_after(self, revision: int, *, favorite: bool) -> int:
        """Return the first row after a place in the order of rows."""
        favorites = self.segment.favorites
        run = range(favorites) if favorite else range(favorites, len(self.segment))
        revisions = self.segment.revisions
        return run.start + bisect_right(run, -revision, key=lambda row: -revisions[row])

    def place(self, row: int) -> tuple[bool, int]:
        """Return what rows are in the order of."""
        return row >= self.segment.favorites, -self.segment.revisions[row]


FoundRow = tuple[SegmentSearch, int]
"""A row, and the search that found it."""


def matching(
    searches: Iterable[SegmentSearch], match: Match, after: tuple[int, bool] | None = None
) -> Iterator[FoundRow]:
    """Yield the rows that match as well as that, and no better, in the order of rows.

    ``after`` is the revision of a row, and whether it is a favourite's, of which those that follow are asked for.
    """
    return _merged(
        [
            _found(search, search.matching(match, search.first_after(after[0], favorite=after[1]) if after else 0))
            for search in searches
        ],
        key=lambda found: found[0].place(found[1]),
    )


def by_latest_change(
    searches: Iterable[SegmentSearch], at_worst: Match, before: int | None = None
) -> Iterator[FoundRow]:
    """Yield what matches so well or better, the latest revision first, those before a revision."""
    runs = []
    for search in searches:
        rows, favorites = search.rows(at_worst), search.segment.favorites
        for favorite, stop in ((True, favorites), (False, len(search.segment))):
            start = 0 if favorite else favorites
            if before is not None:
                start = search.first_after(before, favorite=favorite)
            runs.append(_found(search, rows.between(start, stop)))
    return _merged(runs, key=lambda found: -found[0].segment.revisions[found[1]])


def by_name(searches: Iterable[SegmentSearch], at_worst: Match, after: str = "") -> Iterator[FoundRow]:
    """Yield what matches so well or better in the order of names, those after a name key."""
    return _merged(
        [_found(search, search.segment.in_name_order(search.rows(at_worst), after)) for search in searches],
        key=lambda found: found[0].segment.name_key(found[1]),
    )


def _found(search: SegmentSearch, rows: Iterable[int]) -> Iterator[FoundRow]:
    return ((search, row) for row in rows)


def _merged(runs: Sequence[Iterator[FoundRow]], key: Callable[[FoundRow], object]) -> Iterator[FoundRow]:
    return runs[0] if len(runs) == 1 else merge(*runs, key=key)  # type: ignore[arg-type]


def reach_of(searches: Sequence[SegmentSearch], enough: int) -> Match:
    """Return the worst match that counts: typing errors do if there are less than ``enough`` hits without one."""
    hits = (found for match in (Match.EXACT, Match.PREFIX, Match.INSIDE) for found in matching(searches, match))
    if sum([1 for _ in islice(hits, enough)]) == enough:
        return Match.INSIDE
    return Match.ONE_EDIT if next(matching(searches, Match.ONE_EDIT), None) else Match.TWO_EDITS
