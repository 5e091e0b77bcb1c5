"""The rows that a query finds, put together from the rows of its spellings, numbers and labels.

It says the same as ``Query.match`` says of one row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from shared.domain.search.matches import INSIDE, ONE_EDIT, PREFIX, can_be_inside, edits_allowed
from shared.domain.search.phone_numbers import MIN_DIGITS_AT_END, MIN_DIGITS_INSIDE, NATIONAL
from shared.domain.search.row_sets import NONE, intersection, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shared.domain.search.matches import Match
    from shared.domain.search.query import Query
    from shared.domain.search.row_sets import RowSet
    from shared.domain.search.terms import Term


_NO_IDS: frozenset[str] = frozenset()


class Searched(Protocol):
    """Rows that can be searched."""

    def spelled(self, spelling: str, match: Match) -> RowSet:
        """Return the rows with a word or an address that is, begins with, or has inside it, a spelling."""
        ...

    def numbered(self, digits: str, match: Match) -> RowSet:
        """Return the rows with a number that is, begins with, ends with, or (ONE_EDIT) has inside it, these digits."""
        ...

    def labelled(self, label_ids: Iterable[str]) -> RowSet:
        """Return the rows that have one of some labels."""
        ...

    def mistyped(self, spelling: str, edits: int) -> RowSet:
        """Return the rows with a word in their names that is at most so many edits from a spelling."""
        ...


class AskedOnce:
    """Rows that can be searched, and what they have answered: a search asks the same for several kinds of match."""

    def __init__(self, searched: Searched) -> None:
        self._searched = searched
        self._spelled: dict[tuple[str, Match], RowSet] = {}
        self._numbered: dict[tuple[str, Match], RowSet] = {}
        self.labelled = searched.labelled
        self.mistyped = searched.mistyped

    def spelled(self, spelling: str, match: Match) -> RowSet:
        """Return the rows with a word or an address that is, begins with, or has inside it, a spelling."""
        asked = spelling, match
        if asked not in self._spelled:
            self._spelled[asked] = self._searched.spelled(spelling, match)
        return self._spelled[asked]

    def numbered(self, digits: str, match: Match) -> RowSet:
        """Return the rows with a number that is, begins with, ends with, or (ONE_EDIT) has inside it, these digits."""
        asked = digits, match
        if asked not in self._numbered:
            self._numbered[asked] = self._searched.numbered(digits, match)
        return self._numbered[asked]


def counts_with_typos(query: Query) -> bool:
    """Return whether a typing error, or digits in the middle of a number, can make rows match."""
    return any(map(_counts_with_typos, query.terms))


def _counts_with_typos(term: Term) -> bool:
    return (
        any(map(edits_allowed, term.spellings))
        or any(_class_of_number(digits, ONE_EDIT) > INSIDE for digits in term.numbers)
        or any(map(_counts_with_typos, term.parts))
    )


def rows_matching(query: Query, searched: Searched, match: Match) -> RowSet:
    """Return the rows that a query matches so well, or better."""
    sets: list[RowSet] = []
    for term in query.terms:
        rows = _rows_of(term, searched, match)
        if not rows.count:
            return NONE
        sets.append(rows)
    return intersection(sets)


def _rows_of(term: Term, searched: Searched, match: Match) -> RowSet:
    return union(_sets_of(term, searched, match))


def _sets_of(term: Term, searched: Searched, match: Match) -> Iterator[RowSet]:
    for spelling in term.spellings:
        yield searched.spelled(spelling, _class_of_word(spelling, match))
        if match > INSIDE and (edits := min(match - INSIDE, edits_allowed(spelling))):
            yield searched.mistyped(spelling, edits)
    for digits in term.numbers:
        yield searched.numbered(digits, _class_of_number(digits, match))
    if label_ids := _NO_IDS.union(*term.label_ids[: match + 1]):
        yield searched.labelled(label_ids)
    if term.parts:
        yield intersection([_rows_of(part, searched, match) for part in term.parts])


def _class_of_word(spelling: str, match: Match) -> Match:
    """Return how well a spelling has to match in words: one of few letters does not match inside."""
    return min(match, INSIDE if can_be_inside(spelling) else PREFIX)


def _class_of_number(digits: str, match: Match) -> Match:
    """Return how well digits have to match in numbers: few match neither at the end of one nor inside."""
    if digits.startswith(NATIONAL):
        return min(match, PREFIX)
    if match >= ONE_EDIT and len(digits) >= MIN_DIGITS_INSIDE:
        return ONE_EDIT
    return min(match, INSIDE if len(digits) >= MIN_DIGITS_AT_END else PREFIX)
