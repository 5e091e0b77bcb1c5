"""The letters of one language: the table of letters, rearranged by the rules of CLDR.

The rules are in the notation of UTS #35 part 5: ``&z < å <<< Å < ä`` puts å, with its capital, after z as a letter of
its own, and ä after that. ``<<`` makes a letter differ from the one before like one with an accent, ``=`` not at all;
after ``[before:1]`` the letters come before the one named. A letter may be written with several characters (``ch``),
and one may count as several (``þ/h``). ``[reorder:Cyrl]`` puts scripts before all others, ``[caseFirst:upper]``
capitals before small letters, ``[suppress:й]`` takes a letter for one with an accent.

What CLDR's root order and its rules do not mention is as in the common order (decision 4), but for the Polish and
Ukrainian letters that have a place of their own there only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize

from shared.domain.text import collation_table as source
from shared.domain.text.tailoring_rules import COMMON_LETTERS, RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCRIPTS = {
    "Latn": "a",
    "Grek": "α",
    "Cyrl": "а",
    "Geor": "ა",
    "Armn": "ա",
    "Hebr": "א",
    "Arab": "ء",
    "Hang": "ᄀ",
    "Kana": "ぁ",
}
"""Scripts in the order of the table, and the first letter of each."""
_ROOT_EXPANSIONS = {"ł": "l\u0335", "Ł": "L\u0335", "ґ": "г", "Ґ": "Г"}
"""What letters of COMMON_LETTERS that do not decompose are like in CLDR's root order."""

_Word = list[list[str]]
"""A letter: its variants that differ like accents do, each in the forms that differ like cases do, lowest first."""


class Place(NamedTuple):
    """The place of a form: its letter's, its variant's among those of the letter, its own among its forms."""

    group: int
    variant: int
    rank: int


class Tailoring(NamedTuple):
    """The letters of one language.

    ``contractions`` are the letters of several characters in NFD, by their first character, longest first; ``marks``
    are the accents, in order, in the notation of the table; ``variants`` is the highest that a ``Place`` has.
    """

    places: Mapping[str, Place]
    expansions: Mapping[str, str]
    contractions: Mapping[str, tuple[str, ...]]
    marks: str
    variants: int


def tailored(name: str) -> Tailoring:
    """Return the letters of a tailoring, one of RULES. Raises KeyError."""
    rules = _Rules()
    settings, *chains = f" {RULES[name]}".split(" &")
    for chain in chains:
        rules.apply(chain)
    for setting in settings.split():
        rules.set(*setting.strip("[]").split(":"))
    return rules.tailoring()


class _Rules:
    """Rearranges the table's letters, one rule at a time."""

    def __init__(self) -> None:
        common = set(COMMON_LETTERS.split())
        self._words: list[_Word] = [[[*word]] for word in source.LETTERS.split() if word not in common]
        self._word_of = {form: word for word in self._words for form in word[0]}
        self._expansions = dict(pair.split("=") for pair in source.EXPANSIONS.split()) | _ROOT_EXPANSIONS
        self._marks = source.MARKS.split()
        self._equal: dict[str, str] = {}
        self._contractions: set[str] = set()
        self._upper_first = False

    def apply(self, chain: str) -> None:
        """Put the letters of a chain after its first one, which is named without a relation."""
        anchor, *rest = chain.split()
        at = anchor.removeprefix("[before:1]")
        is_before = at != anchor
        for relation, text in zip(rest[::2], rest[1::2], strict=True):
            item, _, extension = text.partition("/")
            if relation == "=":
                self._take_out(item)
                self._equal[item] = at
                self._note_contraction(item)
                continue
            if combining(item[0]):
                self._marks.remove(item)
                self._marks.insert(self._marks.index(at) + 1, item)
            elif extension or at not in self._word_of:
                self._expand(item, at + extension if extension else _in_case_of(item, at))
                continue
            else:
                self._insert(relation, item, at, is_before=is_before)
            at, is_before = item, False

    def set(self, name: str, *values: str) -> None:
        """Apply a setting."""
        if name == "reorder":
            self._reorder(values)
        elif name == "suppress":
            self._words.remove(self._word_of[values[0]])
        elif name == "caseFirst":
            self._upper_first = True

    def tailoring(self) -> Tailoring:
        """Return the letters as they are now arranged."""
        places = {
            form: Place(group, variant, rank)
            for group, word in enumerate(self._words)
            for variant, forms in enumerate(word)
            for rank, form in enumerate(sorted(forms, key=_capitals) if self._upper_first else forms)
        }
        places.update((item, places[like]) for item, like in self._equal.items())
        return Tailoring(
            places=places,
            expansions=self._expansions,
            contractions={
                first: tuple(sorted((each for each in self._contractions if each[0] == first), key=len, reverse=True))
                for first in {each[0] for each in self._contractions}
            },
            marks=" ".join(self._marks),
            variants=max(len(word) for word in self._words) - 1,
        )

    def _expand(self, item: str, like: str) -> None:
        self._take_out(item)
        self._expansions[item] = like
        self._note_contraction(item)

    def _insert(self, relation: str, item: str, at: str, *, is_before: bool) -> None:
        self._take_out(item)
        word = self._word_of[at]
        index = next(index for index, forms in enumerate(word) if at in forms)
        if relation == "<":
            new: _Word = [[item]]
            position = next(index for index, each in enumerate(self._words) if each is word)
            self._words.insert(position if is_before else position + 1, new)
            word = new
        elif relation == "<<":
            word.insert(index + 1, [item])
        else:
            word[index].insert(word[index].index(at) + 1, item)
        self._word_of[item] = word
        self._note_contraction(item)

    def _take_out(self, item: str) -> None:
        """Remove a letter from the place that it has in the table."""
        for forms in self._word_of.pop(item, ()):
            if item in forms:
                forms.remove(item)

    def _note_contraction(self, item: str) -> None:
        if len(item) > 1:
            self._contractions.add(normalize("NFD", item))

    def _reorder(self, scripts: tuple[str, ...]) -> None:
        starts = [self._words.index(self._word_of[first]) for first in _SCRIPTS.values()]
        ends = [*starts[1:], len(self._words)]
        blocks = {name: self._words[start:end] for name, start, end in zip(_SCRIPTS, starts, ends, strict=True)}
        first = [name for name in scripts if name in blocks]
        ordered = [*first, *(name for name in blocks if name not in first)]
        self._words = self._words[: starts[0]] + [word for name in ordered for word in blocks[name]]


def _in_case_of(item: str, text: str) -> str:
    return text.upper() if item.isupper() else text.lower()


def _capitals(form: str) -> int:
    """Return where capitals first puts a form: all capitals, some, none."""
    return 0 if form.isupper() else 1 if form != form.lower() else 2
