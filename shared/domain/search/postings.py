"""Which rows every word is in."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import accumulate, count, repeat
from typing import TYPE_CHECKING

from shared.domain.search.sections import array_of, numbers_in, section_of, zeros
from shared.domain.search.vocabulary import WORDS_A_BLOCK, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class FoundRows:
    """Words and their rows, as they are found."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._words = array_of("I", ())
        self._rows = array_of("I", ())

    def add(self, row: int, words: Iterable[str]) -> None:
        """Add the words of a row, some of which may be the same; a row with a higher number comes later."""
        distinct = set(words)
        self._words.extend(map(self._numbers.__getitem__, distinct))
        self._rows.extend(repeat(row, len(distinct)))

    def words(self) -> list[str]:
        """Return the words in order."""
        return sorted(self._numbers)

    def sections(self, name: str) -> dict[str, bytes]:
        """Return the sections of the postings."""
        words = self.words()
        order = array_of("I", map(self._numbers.__getitem__, words))
        counts = zeros("I", len(words))
        for word in self._words:
            counts[word] += 1
        in_order = array_of("I", map(counts.__getitem__, order))
        places = counts
        for word, place in zip(order, accumulate(in_order, initial=0), strict=False):
            places[word] = place
        rows = zeros("I", len(self._rows))
        for word, row in zip(self._words, self._rows, strict=True):
            rows[places[word]] = row
            places[word] += 1
        return {
            **Vocabulary.sections(name, words),
            f"{name}.counts": section_of(in_order),
            f"{name}.rows": section_of(rows),
        }


class Postings:
    """A vocabulary and the rows of each of its words, which are ascending."""

    def __init__(self, sections: Mapping[str, bytes], name: str) -> None:
        self.vocabulary = Vocabulary(sections, name)
        self._counts = numbers_in("I", sections[f"{name}.counts"])
        self._rows = numbers_in("I", sections[f"{name}.rows"])

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

    def rows_containing(self, part: bytes, blocks: Sequence[int]) -> Sequence[int]:
        """Return the rows of the words in some blocks that contain something, ascending and each once.

        ``blocks`` ascend. See ``Vocabulary.containing``.
        """
        entries = zeros("i", 0)
        entries.frombytes(b"".join(map(self._entries.__getitem__, blocks)))
        found = set(map(entries.__getitem__, self.vocabulary.containing(part, blocks)))
        several = [entry for entry in found if entry < 0]
        if several:
            starts, rows = self._starts, self._rows
            found.difference_update(several)
            found.update(*[rows[starts[~entry] : starts[~entry + 1]] for entry in several])
        return sorted(found)

    @cached_property
    def _entries(self) -> list[bytes]:
        """For every word its row, or ``~word`` if it has several, in a piece of bytes for each block of words."""
        entries = array_of("i", map(self._rows.__getitem__, self._starts[:-1]))
        for word, size in enumerate(self._counts):
            if size > 1:
                entries[word] = ~word
        pieces, length = entries.tobytes(), WORDS_A_BLOCK * entries.itemsize
        return [pieces[start : start + length] for start in range(0, len(pieces), length)]

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
