"""Postings: the rows of words, of those in some blocks too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.search.postings import FoundRows, Postings
from shared.domain.search.vocabulary import WORDS_A_BLOCK

words_by_row = st.lists(st.sets(st.text("abж", min_size=1, max_size=4), max_size=4), max_size=30)


def postings_of(rows: list[set[str]]) -> Postings:
    found = FoundRows()
    for row, words in enumerate(rows):
        found.add(row, words)
    return Postings(found.sections("x"), "x")


@given(words_by_row, st.text("abж", min_size=1, max_size=2))
def test_finds_the_rows_with_words_that_contain_a_part(rows: list[set[str]], part: str) -> None:
    postings = postings_of(rows)
    blocks = range(postings.vocabulary.block_count)
    expected = [row for row, words in enumerate(rows) if any(part in word for word in words)]
    assert list(postings.rows_containing(part.encode(), blocks)) == expected


def test_finds_rows_only_by_the_words_of_some_blocks() -> None:
    words = [f"w{number:03}" for number in range(3 * WORDS_A_BLOCK)]
    postings = postings_of([{word} for word in words] + [{words[0]}, {words[-1]}])
    of_last_block = range(2 * WORDS_A_BLOCK, 3 * WORDS_A_BLOCK)
    assert list(postings.rows_containing(b"w", [2])) == [*of_last_block, 3 * WORDS_A_BLOCK + 1]
    assert list(postings.rows_containing(b"w", [])) == []


def test_a_row_is_found_once_by_a_word_that_contains_a_part_twice() -> None:
    assert list(postings_of([{"bab"}, {"bab", "b"}]).rows_containing(b"b", [0])) == [0, 1]
