"""Searches in a part of a book: what they ask for, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from shared.domain.search.building import build
from shared.domain.search.filters import RowFilter
from shared.domain.search.finding import SegmentSearch
from shared.domain.search.index import Index
from shared.domain.search.matches import Match
from shared.domain.search.matching_rows import AskedOnce
from shared.domain.search.query import Query, Term
from shared.domain.search.row_sets import NONE, Listed, RowSet
from tests.shared.domain.search.books import plain_row


class _Counting:
    """Rows that can be searched, and how often each thing was asked for."""

    def __init__(self) -> None:
        self.asked: Counter[tuple[object, ...]] = Counter()

    def spelled(self, spelling: str, match: Match) -> RowSet:
        return self._found("spelled", spelling, match)

    def numbered(self, digits: str, match: Match) -> RowSet:
        return self._found("numbered", digits, match)

    def labelled(self, label_ids: Iterable[str]) -> RowSet:
        return self._found("labelled", *label_ids)

    def mistyped(self, spelling: str, edits: int) -> RowSet:
        return self._found("mistyped", spelling, edits)

    def _found(self, *asked: object) -> RowSet:
        self.asked[asked] += 1
        return NONE


def test_the_same_is_asked_for_once() -> None:
    counting = _Counting()
    asked = AskedOnce(counting)
    for _ in range(2):
        asked.spelled("anna", Match.EXACT)
        asked.spelled("anna", Match.PREFIX)
        asked.numbered("123", Match.EXACT)
    assert counting.asked == {
        ("spelled", "anna", Match.EXACT): 1, ("spelled", "anna", Match.PREFIX): 1, ("numbered", "123", Match.EXACT): 1,
    }  # fmt: skip


def search_of(query: Query | None, among: RowSet) -> SegmentSearch:
    """Return a search in ten rows."""
    sections, _ = build([plain_row(number, "ko de").record() for number in range(10)])
    return SegmentSearch(Index.load(sections), query, RowFilter(), frozenset(), among)


def test_only_as_many_rows_are_found_as_somebody_asks_for() -> None:
    search = search_of(None, Listed([1, 3, 5]))
    assert search.first(2, Match.EXACT) == [1, 3]
    assert search.first(4, Match.EXACT) == [1, 3, 5]
    assert search.first(4, Match.EXACT, start=2) == [3, 5]


@pytest.mark.parametrize(
    ("term", "are_tried"),
    [
        (Term(spellings=("ko",)), False),
        (Term(spellings=("zoe",)), False),
        (Term(spellings=("1234567",)), False),
        (Term(spellings=("anna",)), True),
        (Term(numbers=("12",)), False),
        (Term(numbers=("123",)), True),
        (Term(numbers=("~1234567",)), False),
        (Term(numbers=("12",), parts=(Term(spellings=("anna",)),)), True),
    ],
)
def test_typing_errors_are_tried_only_if_a_word_may_have_one(term: Term, *, are_tried: bool) -> None:
    search = search_of(Query(terms=(Term(spellings=("ko",)), term)), Listed(range(10)))
    asked = _Counting()
    search._asked = AskedOnce(asked)
    assert search.first(1, Match.ONE_EDIT) == []
    assert bool(asked.asked) == are_tried
