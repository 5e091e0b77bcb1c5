"""Sorted words as one text, which is searched in place: loading one costs nothing, and no word is an object.

The words are in blocks. The first word of every block is kept beside them, so that a word is found with one bisection
and one ``find`` in its block.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate, chain, count, repeat
from operator import add
from typing import TYPE_CHECKING

from shared.domain.search.sections import array_of, numbers_in, section_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WORDS_A_BLOCK = 8
_SEPARATOR = b"\n"
_AFTER_ALL = b"\xff"
"""Above every byte of UTF-8."""


class Vocabulary:
    """Distinct words in ascending order, in UTF-8. The place of a word in it is its number."""

    def __init__(self, sections: Mapping[str, bytes], name: str) -> None:
        self._text = sections[f"{name}.words"]
        self._starts = list(numbers_in("I", sections[f"{name}.blocks"]))

    @staticmethod
    def sections(name: str, words: Sequence[str]) -> dict[str, bytes]:
        """Return the sections of a vocabulary of these words, which are sorted, distinct and without line breaks."""
        blocks = [
            "".join([f"\n{word}" for word in words[start : start + WORDS_A_BLOCK]]).encode()
            for start in range(0, len(words), WORDS_A_BLOCK)
        ]
        starts = array_of("I", accumulate(map(len, blocks), initial=0))
        return {f"{name}.words": b"".join([*blocks, _SEPARATOR]), f"{name}.blocks": section_of(starts)}

    @cached_property
    def _heads(self) -> list[bytes]:
        find, text = self._text.find, self._text
        return [text[start + 1 : find(_SEPARATOR, start + 1)] for start in self._starts[:-1]]

    @property
    def block_count(self) -> int:
        """How many blocks there are."""
        return len(self._starts) - 1

    def number_of(self, word: bytes) -> int | None:
        """Return the number of a word; None if it is not there."""
        block = bisect_right(self._heads, word) - 1
        if block < 0:
            return None
        place = self._text.find(_SEPARATOR + word + _SEPARATOR, self._starts[block], self._starts[block + 1] + 1)
        return None if place < 0 else self._number_at(block, place)

    def beginning_with(self, prefix: bytes) -> range:
        """Return the numbers of the words that begin with something, itself included."""
        after = bisect_left(self._heads, prefix + _AFTER_ALL)
        if not after:
            return range(0)
        needle = _SEPARATOR + prefix
        last = self._text.rfind(needle, self._starts[after - 1], self._starts[after])
        if last < 0:
            return range(0)
        block = bisect_left(self._heads, prefix)
        first = self._text.find(needle, self._starts[block - 1], self._starts[block]) if block else -1
        start = block * WORDS_A_BLOCK if first < 0 else self._number_at(block - 1, first)
        return range(start, self._number_at(after - 1, last) + 1)

    def containing(self, part: bytes, blocks: Sequence[int]) -> list[int]:
        """Return the numbers of the words that contain something, in ascending order, as often as they contain it.

        A line break at its end stands for the end of a word. ``blocks`` are where it may be, in ascending order.
        """
        text, starts = self._text, self._starts
        together = b"".join([text[starts[block] : starts[block + 1]] for block in blocks]) + _SEPARATOR
        begun = map(bytes.count, together.split(part), repeat(_SEPARATOR))  # words in front of each place, and after it
        places = list(accumulate(chain((-1,), begun)))[1:-1]
        if part.endswith(_SEPARATOR):
            places = list(map(add, places, count()))
        size = WORDS_A_BLOCK
        first_words = [block * size for block in blocks]
        return [first_words[place // size] + place % size for place in places]

    def words(self) -> Iterator[bytes]:
        """Yield the words in their order."""
        for block in range(self.block_count):
            yield from self._block(block)

    def word(self, number: int) -> bytes:
        """Return the word of a number."""
        block, place = divmod(number, WORDS_A_BLOCK)
        return self._block(block)[place]

    def _block(self, block: int) -> list[bytes]:
        return self._text[self._starts[block] + 1 : self._starts[block + 1]].split(_SEPARATOR)

    def _number_at(self, block: int, place: int) -> int:
        """Return how many words begin before a place in a block."""
        return block * WORDS_A_BLOCK + self._text.count(_SEPARATOR, self._starts[block], place)
