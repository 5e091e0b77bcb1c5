"""In which blocks of a vocabulary three letters follow each other: only there can a part of a word be.

For every three letters there is a mask with one bit for each block, and so there is for every sign and every letter
that is not one of ASCII, since parts of these may be shorter.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from shared.domain.search.vocabulary import WORDS_A_BLOCK, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LETTERS = 3
_MASKS_KEPT = 2_000
"""So many are known as numbers; reading one takes ten times as long."""


class Trigrams:
    """The trigrams of a vocabulary."""

    def __init__(self, sections: Mapping[str, bytes], name: str, *, blocks: int) -> None:
        self._sections = sections
        self._name = name
        self._blocks = blocks
        self._bytes_a_mask = _bytes_for(blocks)
        self._read_masks: dict[str, int] = {}

    @cached_property
    def _known(self) -> Vocabulary:
        return Vocabulary(self._sections, f"{self._name}.trigrams")

    @cached_property
    def _masks(self) -> bytes:
        return self._sections[f"{self._name}.masks"]

    @staticmethod
    def sections(name: str, words: Sequence[str]) -> dict[str, bytes]:
        """Return the sections of the trigrams of sorted words."""
        masks: defaultdict[str, int] = defaultdict(int)
        for block, start in enumerate(range(0, len(words), WORDS_A_BLOCK)):
            bit = 1 << block
            text = "\n".join(words[start : start + WORDS_A_BLOCK])
            for trigram in _trigrams_of(text) | _single_letters_of(text):
                masks[trigram] |= bit
        found = sorted([trigram for trigram in masks if "\n" not in trigram])
        size = _bytes_for(-(-len(words) // WORDS_A_BLOCK))
        packed = bytearray()
        for gram in found:
            packed += masks.pop(gram).to_bytes(size, "little")
        return {**Vocabulary.sections(f"{name}.trigrams", found), f"{name}.masks": bytes(packed)}

    def blocks_with(self, part: str) -> Sequence[range]:
        """Return runs of the blocks where a part of a word may be."""
        grams = _trigrams_of(part) or _single_letters_of(part)
        mask = (1 << self._blocks) - 1
        for gram in grams:
            mask &= self._mask(gram)
            if not mask:
                return ()
        return list(_runs(mask))

    def _mask(self, gram: str) -> int:
        if gram not in self._read_masks:
            if len(self._read_masks) == _MASKS_KEPT:
                self._read_masks.clear()
            self._read_masks[gram] = self._read_mask(gram)
        return self._read_masks[gram]

    def _read_mask(self, gram: str) -> int:
        number = self._known.number_of(gram.encode())
        if number is None:
            return 0
        start = number * self._bytes_a_mask
        return int.from_bytes(self._masks[start : start + self._bytes_a_mask], "little")


def _trigrams_of(text: str) -> set[str]:
    return {text[start : start + LETTERS] for start in range(len(text) - LETTERS + 1)}


def _single_letters_of(text: str) -> set[str]:
    return {letter for letter in set(text) if not (letter.isascii() and letter.isalnum())}


def _bytes_for(blocks: int) -> int:
    return (blocks + 7) // 8


def _runs(mask: int) -> Iterator[range]:
    """Yield the bits of a mask that are set, as runs of neighbours."""
    bits = f"{mask:b}"[::-1] + "0"
    start = bits.find("1")
    while start >= 0:
        stop = bits.find("0", start)
        yield range(start, stop)
        start = bits.find("1", stop)
