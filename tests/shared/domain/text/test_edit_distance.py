"""How many typing errors are between two words."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.text.edit_distance import distance

WORDS = st.text("abc", max_size=7)


def plain_distance(one: str, other: str) -> int:
    """Return the distance by its definition."""

    @cache
    def between(row: int, column: int) -> int:
        if not row or not column:
            return row + column
        same = one[row - 1] == other[column - 1]
        found = min(
            between(row - 1, column) + 1, between(row, column - 1) + 1, between(row - 1, column - 1) + (not same)
        )
        if row > 1 and column > 1 and one[row - 1] == other[column - 2] and one[row - 2] == other[column - 1]:
            found = min(found, between(row - 2, column - 2) + 1)
        return found

    return between(len(one), len(other))


@given(WORDS, WORDS, st.integers(0, 3))
@example("", "", 0)
@example("ab", "ba", 1)
@example("ca", "abc", 3)
@example("abab", "baba", 2)
@example("cab", "abc", 2)
@example("abc", "cab", 2)
def test_it_is_the_distance_or_more_than_was_asked_for(one: str, other: str, at_most: int) -> None:
    found, expected = distance(one, other, at_most=at_most), plain_distance(one, other)
    assert found == expected if expected <= at_most else found > at_most


@pytest.mark.parametrize(
    ("one", "other", "edits"), [("ann", "anna", 1), ("aple", "apple", 1), ("kovlaenko", "kovalenko", 1)]
)
def test_a_letter_left_out_or_exchanged_with_the_next_is_one_edit(one: str, other: str, edits: int) -> None:
    assert distance(one, other, at_most=2) == edits
