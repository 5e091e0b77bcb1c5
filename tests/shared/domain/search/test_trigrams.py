"""Trigrams: a part of a word is only in the blocks that they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.search.trigrams import Trigrams
from shared.domain.search.vocabulary import WORDS_A_BLOCK

words = st.text("abcж中+", min_size=1, max_size=6)


def trigrams_of(words: list[str]) -> Trigrams:
    return Trigrams(Trigrams.sections("x", words), "x", blocks=-(-len(words) // WORDS_A_BLOCK))


@given(st.sets(words, max_size=200).map(sorted), st.text("abcж中+", min_size=1, max_size=5))
def test_no_block_with_a_part_is_missed(known: list[str], part: str) -> None:
    named = {block for run in trigrams_of(known).blocks_with(part) for block in run}
    assert {number // WORDS_A_BLOCK for number, word in enumerate(known) if part in word} <= named


@pytest.mark.parametrize("part", ["needle", "ж", "+"])
def test_blocks_without_a_part_are_left_out(part: str) -> None:
    known = sorted([*[f"{letter}{number:02}" for letter in "abc" for number in range(64)], f"b10{part}"])
    assert list(trigrams_of(known).blocks_with(part)) == [range(1, 2)]


def test_two_letters_of_ascii_may_be_everywhere() -> None:
    assert list(trigrams_of([f"{number:03}" for number in range(100)]).blocks_with("zz")) == [range(2)]
