"""Words with typing errors: all that are so many edits away are found, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.search.typos import WordsByLength
from shared.domain.text.edit_distance import distance

ALPHABETS = st.sampled_from(["ab", "abc", "abcdefж"])


@given(ALPHABETS.flatmap(lambda a: st.tuples(st.sets(st.text(a, min_size=2, max_size=11)), st.text(a, min_size=4))))
def test_one_edit_finds_what_is_one_edit_away(words_and_typed: tuple[set[str], str]) -> None:
    words, typed = words_and_typed
    expected = {word for word in words if distance(word, typed, at_most=1) <= 1}
    assert WordsByLength(words).within(typed, 1) == expected


@st.composite
def misspelt(draw: st.DrawFn) -> tuple[str, str]:
    """Make a word of six letters or more, and the same after up to three edits."""
    alphabet = draw(ALPHABETS)
    word = draw(st.text(alphabet, min_size=6, max_size=12))
    other = word
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, max(len(other) - 2, 0)))
        letter = draw(st.sampled_from(alphabet))
        other = draw(
            st.sampled_from(
                [
                    other[:place] + letter + other[place:],
                    other[:place] + other[place + 1 :],
                    other[:place] + letter + other[place + 1 :],
                    other[:place] + other[place : place + 2][::-1] + other[place + 2 :],
                ]
            )
        )
    return word, other


@given(st.lists(misspelt(), min_size=1, max_size=5))
def test_two_edits_find_what_is_two_edits_away(pairs: list[tuple[str, str]]) -> None:
    words = {other for _, other in pairs}
    for typed, _ in pairs:
        expected = {word for word in words if distance(word, typed, at_most=2) <= 2}
        assert WordsByLength(words).within(typed, 2) == expected


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        pytest.param("abcdef", "acbdef", id="exchanged over the first cut"),
        pytest.param("abcdef", "abcedf", id="exchanged within a piece"),
        pytest.param("abcdef", "acbedf", id="exchanged over both cuts"),
        pytest.param("abcdef", "acbdex", id="exchanged over the first cut, and a wrong last letter"),
        pytest.param("abcdef", "xbcedf", id="a wrong first letter, and exchanged over the second cut"),
        pytest.param("abcdefghi", "bcdefghix", id="the first letter left out, and one added"),
    ],
)
def test_no_place_of_two_edits_is_missed(typed: str, word: str) -> None:
    assert WordsByLength([word]).within(typed, 2) == {word}
