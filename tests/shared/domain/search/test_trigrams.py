"""Trigrams: a part of a word is only in the blocks that they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.search.trigrams import Trigrams, bits_of, pieces_of
from shared.domain.search.vocabulary import WORDS_A_BLOCK

words = st.text("abcж中+", min_size=1, max_size=6)


def trigrams_of(words: list[str], addresses: Mapping[str, Iterable[str]] = MappingProxyType({})) -> Trigrams:
    return Trigrams(Trigrams.sections("x", words, addresses), "x", blocks=-(-len(words) // WORDS_A_BLOCK))


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


addresses = st.text("abж中1.@", min_size=1, max_size=9)


@given(st.sets(addresses, max_size=60).map(sorted), st.text("abж中1.@", min_size=1, max_size=5), st.randoms())
def test_a_part_of_an_address_is_missed_only_in_a_piece_that_is_left_out(
    known: list[str], part: str, chance: Random
) -> None:
    kept = {address: [piece for piece in pieces_of(address) if chance.random() < 0.5] for address in known}
    named = bits_of(trigrams_of(known, kept).blocks_with(part))
    for number, address in enumerate(known):
        if part in address and number // WORDS_A_BLOCK not in named:
            assert part.isalpha()
            assert not any(part in piece for piece in kept[address])


@pytest.mark.parametrize(("part", "is_found"), [("anna", False), ("nna.k", True), ("7@ex", True), ("exam", True)])
def test_a_name_in_an_address_is_no_reason_to_look_at_it(part: str, is_found: bool) -> None:
    address = "anna.kovalenko7@example.com"
    blocks = trigrams_of([address], {address: ["example", "com"]}).blocks_with(part)
    assert bool(blocks) is is_found


def test_the_pieces_of_an_address_are_its_runs_of_letters() -> None:
    assert pieces_of("anna.ко7valenko@example.com") == ["anna", "ко", "valenko", "example", "com"]
