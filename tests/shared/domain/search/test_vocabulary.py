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
    return sorted(set(vocabulary.containing(part.encode(), range(vocabulary.block_count))))


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
    named = [1, 4, vocabulary.block_count - 1]
    looked_at = 2 * WORDS_A_BLOCK + (300 % WORDS_A_BLOCK or WORDS_A_BLOCK)
    assert list(vocabulary.containing(b"w", named)) == list(range(looked_at))
    assert list(vocabulary.containing(b"w048", named)) == [WORDS_A_BLOCK]
    assert list(vocabulary.containing(b"w", [])) == []
