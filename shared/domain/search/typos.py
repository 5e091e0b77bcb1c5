"""Words that are a few edits away: letters inserted, left out, replaced, or exchanged with their neighbours.

One edit leaves one half of a word whole, and two leave one of three pieces whole, unless neighbours were exchanged over
a cut, and then it is known how. So the words are searched for the pieces where these can be, and few are compared.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from shared.domain.text.edit_distance import distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_END = "\n"


class WordsByLength:
    """Distinct words, those of a length as one text."""

    def __init__(self, words: Iterable[str]) -> None:
        by_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in words:
            by_length[len(word)].append(word)
        self._texts = {length: _END + _END.join(each) + _END for length, each in by_length.items()}

    def within(self, typed: str, edits: int) -> set[str]:
        """Return the words that are at most one or two edits away from a word of 4 or 6 letters or more."""
        letters = frozenset(typed)
        return {
            word
            for word in (self._with_half(typed) if edits == 1 else self._with_third(typed))
            if len(letters.symmetric_difference(word)) <= 2 * edits and distance(word, typed, at_most=edits) <= edits
        }

    def _with_half(self, typed: str) -> set[str]:
        """Return the words with half of the letters in their place."""
        cut = len(typed) // 2
        needles = _END + typed[:cut], typed[cut:] + _END, _END + _exchanged(typed, cut) + _END
        return self._with_any(needles, len(typed), 1)

    def _with_third(self, typed: str) -> set[str]:
        """Return the words with a third of the letters in their place, that in the middle perhaps one further on."""
        first, second = len(typed) // 3, len(typed) * 2 // 3
        needles = (
            _END + typed[:first],
            typed[second:] + _END,
            _END + _exchanged(typed, first)[:second],
            _exchanged(typed, second)[first:] + _END,
            _END + _exchanged(_exchanged(typed, first), second) + _END,
        )
        middle = typed[first:second]
        words = self._with_any([middle], len(typed), 2)
        return self._with_any(needles, len(typed), 2) | {
            word for word in words if middle in word[first - 1 : second + 1]
        }

    def _with_any(self, needles: Iterable[str], length: int, edits: int) -> set[str]:
        texts = [(each, self._texts.get(each, "")) for each in range(length - edits, length + edits + 1)]
        return {word for each, text in texts for needle in needles for word in _words_with(text, needle, each)}


def _words_with(text: str, needle: str, length: int) -> Iterator[str]:
    """Yield the words of a length with a needle, which may begin or end with the end of a word."""
    place = text.find(needle)
    while place >= 0:
        start = (place + needle.startswith(_END)) // (length + 1) * (length + 1) + 1
        yield text[start : start + length]
        place = text.find(needle, start + length)


def _exchanged(typed: str, cut: int) -> str:
    """Return a word with the letters on both sides of a cut exchanged."""
    return typed[: cut - 1] + typed[cut] + typed[cut - 1] + typed[cut + 1 :]
