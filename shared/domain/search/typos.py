"""Words that are a few edits away: letters inserted, left out, replaced, or exchanged with their neighbours.

One edit leaves one half of a word whole, and two leave one of three pieces whole, unless neighbours were exchanged over
a cut, whose spelling is known then. So the words are searched for the pieces where these can be, and few are compared.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

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
        """Return the words that are at most one or two edits away, of 4 or 6 letters and more."""
        candidates = self._with_half(typed) if edits == 1 else self._with_third(typed)
        return {word for word in candidates if is_within(word, typed, edits)}

    def _with_half(self, typed: str) -> set[str]:
        cut = len(typed) // 2
        needles = [_END + typed[:cut], typed[cut:] + _END, _END + _exchanged(typed, cut) + _END]
        return self._found(needles, len(typed), 1)

    def _with_third(self, typed: str) -> set[str]:
        first, second = len(typed) // 3, len(typed) * 2 // 3
        needles = [
            _END + typed[:first],
            typed[first:second],
            typed[second:] + _END,
            _END + _exchanged(typed, first)[:second],
            _exchanged(typed, second)[first:] + _END,
            _END + _exchanged(_exchanged(typed, first), second) + _END,
        ]
        return self._found(needles, len(typed), 2)

    def _found(self, needles: Iterable[str], length: int, edits: int) -> set[str]:
        return {
            word
            for each in range(length - edits, length + edits + 1)
            if each in self._texts
            for needle in needles
            for word in _words_with(self._texts[each], needle, each)
        }


def _words_with(text: str, needle: str, length: int) -> Iterator[str]:
    """Yield the words with a needle, which may begin or end with the end of a word."""
    stride = length + 1
    place = text.find(needle)
    while place >= 0:
        start = (place + needle.startswith(_END)) // stride * stride + 1
        yield text[start : start + length]
        place = text.find(needle, start + length)


def _exchanged(typed: str, cut: int) -> str:
    """Return a word with the letters on both sides of a cut exchanged."""
    return typed[: cut - 1] + typed[cut] + typed[cut - 1] + typed[cut + 1 :]


def is_within(one: str, other: str, edits: int) -> bool:
    """Return whether two words are at most so many edits apart (optimal string alignment), for a few edits only."""
    if one == other:
        return True
    if not edits or abs(len(one) - len(other)) > edits:
        return False
    place = 0
    for letter, opposite in zip(one, other, strict=False):
        if letter != opposite:
            break
        place += 1
    one, other = one[place:], other[place:]
    return (
        is_within(one[1:], other[1:], edits - 1)
        or is_within(one[1:], other, edits - 1)
        or is_within(one, other[1:], edits - 1)
        or (one[:2] == other[1::-1] and len(one) > 1 and is_within(one[2:], other[2:], edits - 1))
    )
