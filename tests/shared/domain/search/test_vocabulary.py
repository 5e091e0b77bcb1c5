"""Vocabularies: words are found in the text that they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.search.vocabulary import WORDS_A_BLOCK, Vocabulary

words = st.text("abж中", min_size=1, max_size=5)
vocabularies = st.sets(words, max_size=200).map(sorted)


def vocabulary_of(words: list[str]) -> Vocabulary:
    return Vocabulary(Vocabulary.sections("x", words), "x")


def parts_in(vocabulary: Vocabulary, part: str) -> list[int]:
    return sorted(vocabulary.containing(part.encode(), range(vocabulary.block_count)))


@given(vocabularies, words)
def test_finds_the_number_of_a_word(known: list[str], word: str) -> None:
    number = vocabulary_of(known).number_of(word.encode())
    assert number == (known.index(word) if word in known else None)


@given(vocabularies)
def test_finds_every_word(known: list[str]) -> None:
    vocabulary = vocabulary_of(known)
    assert [vocabulary.number_of(word.encode()) for word in known] == list(range(len(known)))
    assert [word.decode() for word in vocabulary.words()] == known
    assert [vocabulary.word(number).decode() for number in range(len(known))] == known


@given(vocabularies, st.text("abж中", min_size=1, max_size=3))
def test_finds_words_that_begin_with_a_prefix(known: list[str], prefix: str) -> None:
    found = vocabulary_of(known).beginning_with(prefix.encode())
    assert list(found) == [number for number, word in enumerate(known) if word.startswith(prefix)]


@given(vocabularies, st.text("abж中", min_size=1, max_size=3))
def test_finds_words_that_contain_a_part(known: list[str], part: str) -> None:
    assert parts_in(vocabulary_of(known), part) == [number for number, word in enumerate(known) if part in word]


@given(vocabularies, st.text("abж中", min_size=1, max_size=3))
def test_finds_words_that_end_with_a_suffix(known: list[str], suffix: str) -> None:
    found = parts_in(vocabulary_of(known), f"{suffix}\n")
    assert found == [number for number, word in enumerate(known) if word.endswith(suffix)]


def test_looks_only_where_it_is_told_to() -> None:
    vocabulary = vocabulary_of([f"w{number:03}" for number in range(300)])
    size = WORDS_A_BLOCK
    named = [1, 4, vocabulary.block_count - 1]
    expected = [number for block in named for number in range(block * size, min((block + 1) * size, 300))]
    assert sorted(vocabulary.containing(b"w", named)) == expected
    assert vocabulary.containing(b"w", []) == []


def test_tells_a_word_once_that_contains_a_part_twice() -> None:
    assert vocabulary_of(["aba", "b", "bab"]).containing(b"b", [0]) == [0, 1, 2]
