"""In which blocks of a vocabulary three letters follow each other: only there can a part of a word be.

For every three letters there is a mask with one bit for each block.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from shared.domain.search.vocabulary import WORDS_A_BLOCK, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LETTERS = 3


class Trigrams:
    """The trigrams of a vocabulary."""

    def __init__(self, sections: Mapping[str, bytes], name: str, *, blocks: int) -> None:
        self._sections = sections
        self._name = name
        self._bytes_a_mask = _bytes_for(blocks)

    @cached_property
    def _known(self) -> Vocabulary:
        return Vocabulary(self._sections, f"{self._name}.trigrams")

    @cached_property
    def _masks(self) -> bytes:
        return self._sections[f"{self._name}.masks"]

    @staticmethod
    def sections(name: str, words: Sequence[bytes]) -> dict[str, bytes]:
        """Return the sections of the trigrams of sorted words."""
        masks: dict[str, int] = {}
        for block, start in enumerate(range(0, len(words), WORDS_A_BLOCK)):
            bit = 1 << block
            text = b"\n".join(words[start : start + WORDS_A_BLOCK]).decode()
            for trigram in _trigrams_of(text):
                masks[trigram] = masks.get(trigram, 0) | bit
        found = sorted([trigram for trigram in masks if "\n" not in trigram])
        size = _bytes_for(-(-len(words) // WORDS_A_BLOCK))
        return {
            **Vocabulary.sections(f"{name}.trigrams", [trigram.encode() for trigram in found]),
            f"{name}.masks": b"".join([masks[trigram].to_bytes(size, "little") for trigram in found]),
        }

    def blocks_with(self, part: str) -> Sequence[range] | None:
        """Return runs of the blocks where a part of a word may be; None for a part that is too short to tell."""
        if len(part) < LETTERS:
            return None
        mask = -1
        for trigram in _trigrams_of(part):
            mask &= self._mask(trigram)
            if not mask:
                return ()
        return list(_runs(mask))

    def _mask(self, trigram: str) -> int:
        number = self._known.number_of(trigram.encode())
        if number is None:
            return 0
        start = number * self._bytes_a_mask
        return int.from_bytes(self._masks[start : start + self._bytes_a_mask], "little")


def _trigrams_of(text: str) -> set[str]:
    return {text[start : start + LETTERS] for start in range(len(text) - LETTERS + 1)}


def _bytes_for(blocks: int) -> int:
    return (blocks + 7) // 8


def _runs(mask: int) -> Iterator[range]:
    """Yield the bits of a mask that are set, as runs of neighbours."""
    start = 0
    while mask:
        zeros = (mask & -mask).bit_length() - 1
        mask >>= zeros
        start += zeros
        ones = (~mask & (mask + 1)).bit_length() - 1
        yield range(start, start + ones)
        mask >>= ones
        start += ones
