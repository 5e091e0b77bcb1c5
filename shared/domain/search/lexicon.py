"""Words and the rows that have them: listed if they are few, and otherwise looked for in the text of the rows."""

from __future__ import annotations

from functools import cached_property
from math import isqrt
from typing import TYPE_CHECKING

from shared.domain.search.postings import FoundRows, Postings
from shared.domain.search.row_sets import NONE, Sought
from shared.domain.search.trigrams import Trigrams, bits_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from shared.domain.search.row_sets import RowSet
    from shared.domain.search.sections import Sections
    from shared.domain.search.texts import Texts

_COMMON = 16
_ROWS_A_BLOCK = 2
"""About so many have a word that contains a part, for each block with such words."""
_ALWAYS_LISTED = 64
_RANGES_KEPT = 64
_END = b"\n"


def most_listed(count: int) -> int:
    """Return how many of all rows are listed: more take longer to sort than a page takes to find in their text."""
    return max(count // _COMMON, _ALWAYS_LISTED)


def most_collected(count: int) -> int:
    """Return how many of all rows are listed if their words do not follow each other, so that each has to be found.

    Collecting takes as long as there are rows, and finding a page in the text the longer the fewer rows there are.
    """
    return max(isqrt(_COMMON * count), _ALWAYS_LISTED)


class Lexicon:
    """Postings and trigrams of the words in the lines of ``texts``, where they are spelled as ``in_line`` says."""

    def __init__(self, sections: Sections, name: str, texts: Texts, in_line: Callable[[str], bytes]) -> None:
        self._sections = sections
        self._name = name
        self._texts = texts
        self._in_line = in_line
        self._ranges: dict[str, range] = {}
        self._most_listed = most_listed(len(texts))
        self._most_collected = most_collected(len(texts))

    @staticmethod
    def sections(name: str, found: FoundRows, addresses: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
        """Return the sections of words and their rows; for ``addresses`` see ``Trigrams``."""
        return Trigrams.sections(name, found.words(), addresses) | found.sections(name)

    @cached_property
    def _postings(self) -> Postings:
        return Postings(self._sections, self._name)

    @cached_property
    def _trigrams(self) -> Trigrams:
        return Trigrams(self._sections, self._name, blocks=self._postings.vocabulary.block_count)

    def rows_with(self, word: str) -> RowSet:
        """Return the rows with a word."""
        words = self._beginning(word) and self._postings.exactly(word.encode())
        return self._of(words, b" %b ", word) if words else NONE

    def beginning_with(self, prefix: str) -> RowSet:
        """Return the rows with a word that begins with a prefix."""
        words = self._beginning(prefix)
        return self._of(words, b" %b", prefix) if words else NONE

    def containing(self, part: str) -> RowSet:
        """Return the rows with a word that contains a part."""
        return self._of_some(part, part.encode(), b"%b", self._postings.count(self._beginning(part)))

    def _beginning(self, prefix: str) -> range:
        """Return the words that begin with a prefix; a search asks for the same several times."""
        if prefix not in self._ranges:
            if len(self._ranges) == _RANGES_KEPT:
                self._ranges.clear()
            self._ranges[prefix] = self._postings.vocabulary.beginning_with(prefix.encode())
        return self._ranges[prefix]

    def ending_with(self, suffix: str) -> RowSet:
        """Return the rows with a word that ends with a suffix."""
        return self._of_some(suffix, suffix.encode() + _END, b"%b ", 0)

    def _of(self, words: range, pattern: bytes, part: str) -> RowSet:
        postings = self._postings
        count = postings.count(words)
        return Sought(
            self._texts,
            pattern % self._in_line(part),
            count,
            lambda: postings.rows(words),
            is_common=count > self._most_listed,
        )

    def _of_some(self, part: str, found_by: bytes, pattern: bytes, beginning: int) -> RowSet:
        """Return the rows of the words that contain a part, in the form in which the vocabulary is searched.

        There are about as many as there are of those that begin with it, and blocks where a word may contain it.
        """
        postings = self._postings
        mask = self._trigrams.blocks_with(part)
        if not mask:
            return NONE
        block_count = mask.bit_count()
        return Sought(
            self._texts,
            pattern % self._in_line(part),
            beginning + block_count,
            lambda: postings.rows_containing(found_by, bits_of(mask)),
            is_common=block_count * _ROWS_A_BLOCK > self._most_collected,
        )
