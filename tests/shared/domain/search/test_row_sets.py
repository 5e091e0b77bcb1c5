"""Sets of rows: unions and intersections are those of sets, in ascending order, from any row to any other."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.search.row_sets import NONE, Kept, Listed, Masked, RowSet, Sought, Span, intersection, union
from shared.domain.search.texts import Texts

COUNT = 24
_rows = st.sets(st.integers(0, COUNT - 1)).map(frozenset)


def _sought(rows: frozenset[int], *, is_common: bool, listing: Callable[[], object] = lambda: None) -> RowSet:
    lines = [b" x " if row in rows else b" y " for row in range(COUNT)]

    def listed() -> list[int]:
        listing()
        return sorted(rows)

    return Sought(Texts(Texts.sections(lines)), b"x", len(rows), listed, is_common=is_common)


def _forms_of(rows: frozenset[int]) -> st.SearchStrategy[RowSet]:
    forms: list[RowSet] = [
        Listed(sorted(rows)),
        _sought(rows, is_common=False),
        _sought(rows, is_common=True),
        Kept(COUNT, rows.__contains__),
        Masked(bytes(row in rows for row in range(COUNT))),
    ]
    return st.sampled_from(forms)


sets = _rows.flatmap(lambda rows: st.tuples(st.just(rows), _forms_of(rows)))
spans = st.tuples(st.integers(0, COUNT), st.integers(0, COUNT)).map(
    lambda ends: (frozenset(range(*ends)), Span(range(*ends)))
)
several = st.lists(sets | spans, min_size=1, max_size=4)


def check(rows: RowSet, expected: frozenset[int], start: int, stop: int) -> None:
    assert list(rows.between(start, stop)) == [row for row in sorted(expected) if start <= row < stop]
    assert [row for row in range(COUNT) if rows.has(row)] == sorted(expected)
    assert rows.count or not expected


@given(several, st.integers(0, COUNT), st.integers(0, COUNT))
def test_a_union_is_that_of_sets(each: list[tuple[frozenset[int], RowSet]], start: int, stop: int) -> None:
    check(union([rows for _, rows in each]), frozenset[int]().union(*[rows for rows, _ in each]), start, stop)


@given(several, st.integers(0, COUNT), st.integers(0, COUNT))
def test_an_intersection_is_that_of_sets(each: list[tuple[frozenset[int], RowSet]], start: int, stop: int) -> None:
    expected = frozenset(range(COUNT)).intersection(*[rows for rows, _ in each])
    check(intersection([rows for _, rows in each]), expected, start, stop)


def test_an_intersection_enumerates_the_smallest_set_and_asks_the_others() -> None:
    asked: list[int] = []

    def has(row: int) -> bool:
        asked.append(row)
        return True

    assert list(intersection([Kept(COUNT, has), Listed([3, 5])]).between(0, COUNT)) == [3, 5]
    assert asked == [3, 5]


def test_what_is_common_is_listed_only_for_who_asks_for_more_than_the_first() -> None:
    times: list[int] = []
    common = _sought(frozenset(range(COUNT)), is_common=True, listing=lambda: times.append(1))
    assert list(islice(common.between(0, COUNT), 3)) == [0, 1, 2]
    assert common.has(5)
    assert times == []
    assert list(common.between(1, COUNT)) == list(range(1, COUNT))
    assert list(common.between(0, COUNT)) == list(range(COUNT))
    assert times == [1]


def test_nothing_is_the_union_of_nothing() -> None:
    assert union([]) is NONE
