"""Sorted words, in blocks that are searched in place: loading them costs little, and no word is an object.

The first word of every block is kept beside them, so that a word is found with one bisection and one ``find`` in its
block.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate, count, pairwise, repeat
from operator import add
from typing import TYPE_CHECKING

from shared.domain.search.sections import array_of, numbers_in, section_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

WORDS_A_BLOCK = 12
_END = b"\n"
"""Stands after every word."""
_AFTER_ALL = b"\xff"
"""Above every byte of UTF-8."""


class Vocabulary:
    """Distinct words in ascending order, in UTF-8. The place of a word in it is its number."""

    def __init__(self, sections: Mapping[str, bytes], name: str) -> None:
        text = sections[f"{name}.words"]
        self._blocks = [text[start:stop] for start, stop in pairwise(numbers_in("I", sections[f"{name}.blocks"]))]

    @staticmethod
    def sections(name: str, words: Sequence[str]) -> dict[str, bytes]:
        """Return the sections of a vocabulary of these words, which are sorted, distinct and without line breaks."""
        blocks = [
            "".join([f"{word}\n" for word in words[start : start + WORDS_A_BLOCK]]).encode()
            for start in range(0, len(words), WORDS_A_BLOCK)
        ]
        starts = array_of("I", accumulate(map(len, blocks), initial=0))
        return {f"{name}.words": b"".join(blocks), f"{name}.blocks": section_of(starts)}

    @cached_property
    def _heads(self) -> list[bytes]:
        return [block[: block.find(_END)] for block in self._blocks]

    @property
    def block_count(self) -> int:
        """How many blocks there are."""
        return len(self._blocks)

    def number_of(self, word: bytes) -> int | None:
        """Return the number of a word; None if it is not there."""
        block = bisect_right(self._heads, word) - 1
        if block < 0:
            return None
        if self._heads[block] == word:
            return block * WORDS_A_BLOCK
        before = self._blocks[block].find(_END + word + _END)
        return None if before < 0 else self._number_after(block, before)

    def beginning_with(self, prefix: bytes) -> range:
        """Return the numbers of the words that begin with something, itself included."""
        block, after = bisect_left(self._heads, prefix), bisect_left(self._heads, prefix + _AFTER_ALL)
        needle = _END + prefix
        before = self._blocks[block - 1].find(needle) if block else -1
        if before < 0 and block == after:
            return range(0)
        start = block * WORDS_A_BLOCK if before < 0 else self._number_after(block - 1, before)
        last = self._blocks[after - 1].rfind(needle)
        return range(start, (after - 1) * WORDS_A_BLOCK + 1 if last < 0 else self._number_after(after - 1, last) + 1)

    def containing(self, part: bytes, blocks: Iterable[int]) -> Iterable[int]:
        """Return the words that contain something, by their places among those of some blocks, which ascend.

        A word that contains it twice may be there twice. A line break at its end stands for the end of a word.
        """
        between = b"".join(map(self._blocks.__getitem__, blocks)).split(part)
        between.pop()
        places: Iterable[int] = accumulate(map(bytes.count, between, repeat(_END)))
        return map(add, places, count()) if part.endswith(_END) else places

    def words(self) -> Iterator[bytes]:
        """Yield the words in their order."""
        for block in self._blocks:
            yield from block.split(_END)[:-1]

    def word(self, number: int) -> bytes:
        """Return the word of a number."""
        block, place = divmod(number, WORDS_A_BLOCK)
        return self._blocks[block].split(_END, place + 1)[place]

    def _number_after(self, block: int, end: int) -> int:
        """Return the number of the word that begins after the end of another one, which is there in a block."""
        return block * WORDS_A_BLOCK + self._blocks[block].count(_END, 0, end) + 1
