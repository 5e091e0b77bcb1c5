"""In which blocks of a vocabulary three letters follow each other: only there can a part of a word be.

For every three letters it is kept which blocks have them, and so it is for every sign and every letter that is not one
of ASCII, since parts of these may be shorter: as a mask with one bit for each block, or, where that is shorter, as the
distances of the blocks from each other.

Most e-mail addresses have the name of their owner in them, who is found by the name itself. So of an address there are
only the pieces, runs of letters, that one of its rows has in no other word, and all trigrams with another sign in them,
by which parts with such a sign are looked for.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import accumulate, chain
from operator import sub
from typing import TYPE_CHECKING

from shared.domain.search.sections import array_of, numbers_in, section_of
from shared.domain.search.vocabulary import WORDS_A_BLOCK, Vocabulary

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Mapping, Sequence

LETTERS = 3
_MASKS_KEPT = 2_000
"""So many are known as numbers; reading one takes ten times as long."""


class Trigrams:
    """The trigrams of a vocabulary."""

    def __init__(self, sections: Mapping[str, bytes], name: str, *, blocks: int) -> None:
        self._sections = sections
        self._name = f"{name}.trigrams"
        self._blocks = blocks
        self._read_masks: dict[str, int] = {}

    @cached_property
    def _known(self) -> Vocabulary:
        return Vocabulary(self._sections, self._name)

    @cached_property
    def _starts(self) -> Sequence[int]:
        return array_of("I", accumulate(numbers_in("I", self._sections[f"{self._name}.lengths"]), initial=0))

    @cached_property
    def _stored(self) -> array[int]:
        return numbers_in(_code_for(self._blocks), self._sections[f"{self._name}.stored"])

    @staticmethod
    def sections(name: str, words: Sequence[str], addresses: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
        """Return the sections of the trigrams of sorted words; ``addresses`` among them have these pieces only."""
        count = -(-len(words) // WORDS_A_BLOCK)
        blocks_of: defaultdict[str, array[int]] = defaultdict(lambda: array_of("I", ()))
        for block in range(count):
            for gram in _grams_in(words[block * WORDS_A_BLOCK : (block + 1) * WORDS_A_BLOCK], addresses):
                blocks_of[gram].append(block)
        found = sorted([gram for gram in blocks_of if "\n" not in gram])
        stored, lengths = array_of(_code_for(count), ()), array_of("I", ())
        for gram in found:
            form = _stored_form(blocks_of.pop(gram), count)
            stored.extend(form)
            lengths.append(len(form))
        return {
            **Vocabulary.sections(f"{name}.trigrams", found),
            f"{name}.trigrams.lengths": section_of(lengths),
            f"{name}.trigrams.stored": section_of(stored),
        }

    def blocks_with(self, part: str) -> int:
        """Return a mask of the blocks where a part of a word may be that is in no other word of some row."""
        mask = (1 << self._blocks) - 1
        for gram in _grams_of(part):
            mask &= self._mask(gram)
            if not mask:
                break
        return mask

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
        form = self._stored[self._starts[number] : self._starts[number + 1]]
        is_mask = len(form) == _length_of_mask(self._blocks)
        return int.from_bytes(form.tobytes(), "little") if is_mask else _mask_of(accumulate(form), self._blocks)


def bits_of(mask: int) -> Sequence[int]:
    """Return which bits of a mask are 1, the lowest first."""
    found: list[int] = []
    while mask:
        highest = mask.bit_length() - 1
        found.append(highest)
        mask ^= 1 << highest
    found.reverse()
    return found


def _stored_form(blocks: Sequence[int], count: int) -> array[int]:
    """Return ascending blocks, of ``count``, as their distances, or as a mask if that is not longer."""
    length, code = _length_of_mask(count), _code_for(count)
    if len(blocks) < length:
        return array_of(code, map(sub, blocks, chain((0,), blocks)))
    form = array_of(code, ())
    form.frombytes(_mask_of(blocks, count).to_bytes(length * form.itemsize, "little"))
    return form


def _mask_of(blocks: Iterable[int], count: int) -> int:
    """Return a mask of some of ``count`` blocks."""
    mask = bytearray(count // 8 + 1)
    for block in blocks:
        mask[block >> 3] |= 1 << (block & 7)
    return int.from_bytes(mask, "little")


def _code_for(blocks: int) -> str:
    """Return the code of numbers of blocks: two bytes do but for the largest vocabularies."""
    return "H" if blocks <= 0x10000 else "I"


def _length_of_mask(blocks: int) -> int:
    bits = 8 * array_of(_code_for(blocks), ()).itemsize
    return -(-blocks // bits)


def pieces_of(address: str) -> list[str]:
    """Return the runs of letters in an address."""
    return "".join([letter if letter.isalpha() else " " for letter in address]).split()


def _grams_in(words: Iterable[str], addresses: Mapping[str, Iterable[str]]) -> set[str]:
    """Return by which trigrams and single letters a block with these words is found."""
    found: set[str] = set()
    texts: list[str] = []
    for word in words:
        if word in addresses:
            texts += addresses[word]
            found |= _with_signs(_trigrams_of(word)) | _single_letters_of(word)
        else:
            texts.append(word)
    text = "\n".join(texts)
    return found | _trigrams_of(text) | _single_letters_of(text)


def _grams_of(part: str) -> set[str]:
    """Return by which trigrams a part is looked for; if it is too short for one, by which single letters."""
    grams = _trigrams_of(part)
    return (grams if part.isalpha() else _with_signs(grams)) or _single_letters_of(part)


def _with_signs(grams: Iterable[str]) -> set[str]:
    return {gram for gram in grams if not gram.isalpha()}


def _trigrams_of(text: str) -> set[str]:
    return {text[start : start + LETTERS] for start in range(len(text) - LETTERS + 1)}


def _single_letters_of(text: str) -> set[str]:
    return {letter for letter in set(text) if not (letter.isascii() and letter.isalnum())}
