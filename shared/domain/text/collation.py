"""Sort keys for names: strings whose byte order is the order people expect.

DynamoDB sorts string range keys by their UTF-8 bytes, which puts ``Z`` before ``a`` and ``Ł``
after everything. A key made here sorts by the Unicode Collation Algorithm instead (UTS #10,
punctuation not ignored): first by letters, then by accents, then by case. The weights come from
its default table. The common order adds the letters of Polish and Ukrainian, the order of a language
the letters of that language (tailored_collation.py): see docs/decisions/0021-name-order-by-locale.md.

A key is a sequence of weights, each one code point (two for characters that are not in the table), so it
may be truncated anywhere: truncated keys sort like the whole ones until they are equal. UTF-8
preserves code point order, hence byte order is weight order. Every weight is above the three
characters that structure a key: ``#`` ends it, ``$`` ends a level, ``%`` ends a part.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize

from shared.domain.text import collation_table as source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MAX_WEIGHTS = 160
"""Code points kept in a key of the common order. Each has at most three bytes, so the key has at most 480."""

END, _LEVEL_END, _PART_END = "#", "$", "%"
_SYMBOL_LEADS = 32  # one for each 4,096 code points of planes 0 and 1
_VARIANT_RANK = 16  # more than any letter has variants


class Element(NamedTuple):
    """A collation element: one weight per level, empty for a level that ignores it."""

    primary: str = ""
    secondary: str = ""
    tertiary: str = ""


class Collator:
    """Weighs texts by the letters of the common order.

    The table is searched in its written form: building all of it takes longer than most names do.
    """

    def __init__(self) -> None:
        self._element: Callable[[str], Element | None] = lru_cache(maxsize=4096)(self.find_element)

    def merged(self, texts: Iterable[str]) -> str:
        """Return the merged key of the texts, not cut."""
        keys = [key for key in map(self._weights, texts) if key.primary]
        levels = (_PART_END.join(level).rstrip(_PART_END) for level in zip(*keys, strict=True))
        return _LEVEL_END.join(levels).rstrip(_LEVEL_END)

    def find_element(self, letter: str) -> Element | None:
        """Return the table's element for a letter in NFD, including the mark that makes it another letter (``й``)."""
        character = normalize("NFC", letter)
        if len(character) != 1:
            return None
        if character == " ":
            return _primary_element(0, 0)
        if place := place_in(source.LETTERS, character):
            return letter_element(place.group, 0, place.rank)
        if place := place_in(source.PUNCTUATION, character):
            return _primary_element(1 + place.group, place.rank)
        if place := place_in(source.MARKS, character):
            return mark_element(place.group)
        return Element() if character in source.IGNORED else None

    def expansion(self, character: str) -> str | None:
        """Return what a character sorts next to, if it is something else than what it decomposes into."""
        return _expansions().get(character)

    def clusters(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield each character of combining class 0 with the combining marks after it."""
        start = 0
        for end in range(1, len(text) + 1):
            if end == len(text) or not combining(text[end]):
                yield text[start], text[start + 1 : end]
                start = end

    def _weights(self, text: str) -> Element:
        """Return the weights of a whole text, a string for each level.

        Trailing minimum weights carry no information on the lower levels and are left out there: text
        without accents and capitals has primary weights only. Once the primaries fill a key, the rest
        of the text cannot affect it.
        """
        primaries, secondaries, tertiaries = "", "", ""
        for element in self._elements(" ".join(text.split())):
            primaries += element.primary
            secondaries += element.secondary
            tertiaries += element.tertiary
            if len(primaries) >= MAX_WEIGHTS:
                break
        return Element(primaries, secondaries.rstrip(_weight(0)), tertiaries.rstrip(_weight(0)))

    def _elements(self, text: str) -> Iterator[Element]:
        """Yield the collation elements of a text (UTS #10 section 7.2)."""
        for base, marks in self.clusters(normalize("NFD", text)):
            letter, others = self._contracted(base, marks)
            yield from self._elements_of(letter)
            for mark in others:
                yield from self._elements_of(mark)

    def _contracted(self, base: str, marks: str) -> tuple[str, str]:
        """Join the base with the mark that makes it another letter, if there is one; return the rest too.

        Other marks may stand in between, unless one is of the same class (UTS #10 rule S2.1).
        """
        blocking = 0
        for index, mark in enumerate(marks):
            if combining(mark) != blocking and self._element(base + mark) is not None:
                return base + mark, marks[:index] + marks[index + 1 :]
            blocking = combining(mark)
        return base, marks

    def _elements_of(self, character: str) -> Iterator[Element]:
        """Yield the elements of a character, or of a letter combined with a mark that makes it another letter."""
        found = self._element(character)
        if found is not None:
            yield found
            return
        like = self.expansion(character) or normalize("NFKD", character)
        if like == character:
            like = character.lower()
        if like == character:
            yield Element(_implicit_primary(character), _weight(0), _weight(0))
            return
        for element in self._elements(like):
            tertiary = element.tertiary and chr(ord(element.tertiary) + _VARIANT_RANK)
            yield element._replace(tertiary=tertiary)


def _implicit_primary(character: str) -> str:
    """Return the primary weight of a character that is not in the table.

    Symbols come before the digits, Han characters after the letters of the table, everything
    else after those; each group is ordered by code point.
    """
    point = ord(character)
    if 0x3400 <= point <= 0x9FFF:
        return character
    symbol = 0x2100 <= point <= 0x2BFF or 0x1F000 <= point <= 0x1FAFF
    lead = _weight(_symbol_lead() + (point >> 12)) if symbol else chr(0xE000 + (point >> 12))
    return lead + chr(0x1000 + (point & 0xFFF))


def _weight(number: int) -> str:
    """Return the weight of this rank: ``&`` to ``~``, then from U+00A1 on; no control codes."""
    return chr(0x26 + number) if number < 0x59 else chr(0xA1 + number - 0x59)


def letter_element(group: int, variant: int, rank: int) -> Element:
    """Return the element of a form of a letter, by its place in the table or a tailoring."""
    return Element(_weight(_symbol_lead() + _SYMBOL_LEADS + group), _weight(variant), _weight(rank))


def mark_element(rank: int) -> Element:
    """Return the element of a mark, which weighs more the later it comes."""
    return Element("", _weight(1 + rank), "")


def _primary_element(number: int, rank: int) -> Element:
    return Element(_weight(number), _weight(0), _weight(rank))


class Place(NamedTuple):
    """The place of a character: its group, and its position there."""

    group: int
    rank: int


def place_in(groups: str, character: str) -> Place | None:
    """Return the place of a character in groups separated by spaces."""
    at = groups.find(character)
    return None if at < 0 else Place(groups.count(" ", 0, at), at - groups.rfind(" ", 0, at) - 1)


@cache
def _symbol_lead() -> int:
    """Return the number of the first weight reserved for symbols without one of their own: after all punctuation."""
    return 1 + len(source.PUNCTUATION.split())


@cache
def _expansions() -> dict[str, str]:
    """Return the characters that sort next to others: ``ß`` next to ``ss``."""
    return dict(pair.split("=") for pair in source.EXPANSIONS.split())
