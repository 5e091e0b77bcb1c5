"""Trigrams: a part of a word is only in the blocks that they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.search.trigrams import Trigrams, bits_of
from shared.domain.search.vocabulary import WORDS_A_BLOCK

words = st.text("abcж中+", min_size=1, max_size=6)


def trigrams_of(words: list[str]) -> Trigrams:
    return Trigrams(Trigrams.sections("x", words), "x", blocks=-(-len(words) // WORDS_A_BLOCK))


@given(st.sets(words, max_size=200).map(sorted), st.text("abcж中+", min_size=1, max_size=5))
def test_no_block_with_a_part_is_missed(known: list[str], part: str) -> None:
    named = bits_of(trigrams_of(known).blocks_with(part))
    assert {number // WORDS_A_BLOCK for number, word in enumerate(known) if part in word} <= {*named}


@pytest.mark.parametrize("part", ["needle", "ж", "+"])
def test_blocks_without_a_part_are_left_out(part: str) -> None:
    known = sorted([*[f"{letter}{number:02}" for letter in "abc" for number in range(64)], f"b10{part}"])
    assert bits_of(trigrams_of(known).blocks_with(part)) == [known.index(f"b10{part}") // WORDS_A_BLOCK]


@pytest.mark.parametrize("every", [1, 2, 17, 300, 0x10000])
@pytest.mark.parametrize("count", [3_000, WORDS_A_BLOCK * 0x10001])
def test_blocks_are_stored_whether_few_or_many_have_a_trigram(every: int, count: int) -> None:
    known = ["xyz" if number % (every * WORDS_A_BLOCK) == 0 else "" for number in range(count)]
    blocks = bits_of(trigrams_of(known).blocks_with("xyz"))
    assert list(blocks) == list(range(0, -(-count // WORDS_A_BLOCK), every))


@given(st.sets(st.integers(0, 70)))
def test_bits_are_those_of_a_mask(bits: set[int]) -> None:
    assert bits_of(sum([1 << bit for bit in bits])) == sorted(bits)


def test_two_letters_of_ascii_may_be_everywhere() -> None:
    blocks = trigrams_of([f"{number:03}" for number in range(100)]).blocks_with("zz")
    assert bits_of(blocks) == list(range(-(-100 // WORDS_A_BLOCK)))
