"""Which rows every word is in."""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from shared.domain.search.sections import array_of, numbers_in
from shared.domain.search.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Postings:
    """A vocabulary and the rows of each of its words, which are ascending."""

    def __init__(self, sections: Mapping[str, bytes], name: str) -> None:
        self.vocabulary = Vocabulary(sections, name)
        self._counts = numbers_in("I", sections[f"{name}.counts"])
        self._rows = numbers_in("I", sections[f"{name}.rows"])

    @staticmethod
    def sections(name: str, rows_of_words: Mapping[bytes, Sequence[int]]) -> dict[str, bytes]:
        """Return the sections of words, which are sorted, and their rows, which are ascending."""
        words = list(rows_of_words)
        counts = array_of("I", [len(rows_of_words[word]) for word in words])
        rows = array_of("I", chain.from_iterable([rows_of_words[word] for word in words]))
        return {
            **Vocabulary.sections(name, words),
            f"{name}.counts": counts.tobytes(),
            f"{name}.rows": rows.tobytes(),
        }

    @cached_property
    def _starts(self) -> Sequence[int]:
        return array_of("I", accumulate(self._counts, initial=0))

    def __len__(self) -> int:
        """How many words there are."""
        return len(self._counts)

    def count(self, words: range) -> int:
        """Return how many rows words that follow each other have; one that has two of them counts twice."""
        return self._starts[words.stop] - self._starts[words.start] if words else 0

    def rows(self, words: range) -> Sequence[int]:
        """Return the rows of words that follow each other, ascending and each once."""
        found = self._slice(words)
        return found if len(words) < 2 else sorted(set(found))

    def rows_of(self, words: Iterable[int], at_most: int) -> Sequence[int] | None:
        """Return the rows of some words, ascending and each once; None if the words have more than that together."""
        starts, rows = self._starts, self._rows
        found: list[int] = []
        for word in words:
            found += rows[starts[word] : starts[word + 1]]
            if len(found) > at_most:
                return None
        return sorted(set(found))

    def _slice(self, words: range) -> Sequence[int]:
        return self._rows[self._starts[words.start] : self._starts[words.stop]] if words else ()

    def exactly(self, word: bytes) -> range:
        """Return the number of a word, as a range; an empty one if it is not there."""
        number = self.vocabulary.number_of(word)
        return range(0) if number is None else range(number, number + 1)

    def words_by_row(self) -> Mapping[int, tuple[str, ...]]:
        """Return the words of every row that has any, in ascending order."""
        found: dict[int, tuple[str, ...]] = {}
        for number, word in enumerate(self.vocabulary.words()):
            text = word.decode()
            for row in self._slice(range(number, number + 1)):
                found[row] = (*found.get(row, ()), text)
        return found
