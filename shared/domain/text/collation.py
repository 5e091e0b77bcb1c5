"""Sort keys for names: strings whose byte order is the order people expect.

DynamoDB sorts string range keys by their UTF-8 bytes, which puts ``Z`` before ``a`` and ``Ł``
after everything. A key made here sorts by the Unicode Collation Algorithm instead (UTS #10,
punctuation not ignored): first by letters, then by accents, then by case. The weights come from
its default table with the letters of Polish and Ukrainian added, see
docs/decisions/0004-name-order.md.

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
    from collections.abc import Iterable, Iterator, Sequence

COLLATION_VERSION = 2
"""Part of every name key. Raise it whenever any key may change; stored keys are then rebuilt."""

MAX_WEIGHTS = 160
"""Code points kept in a key. Each has at most three bytes, so a key has at most 480."""

_END, _LEVEL_END, _PART_END = "#", "$", "%"
_MAX_TIEBREAK_BYTES = 29  # 512 minus 480, two separators and a digit of version
_SYMBOL_LEADS = 32  # one for each 4,096 code points of planes 0 and 1
_VARIANT_RANK = 16  # more than any letter has variants


class _Element(NamedTuple):
    """A collation element: one weight per level, empty for a level that ignores it."""

    primary: str = ""
    secondary: str = ""
    tertiary: str = ""


def name_key(parts: Sequence[str], tiebreak: str) -> str:
    """Return the range key of a contact: ``<version>:<key of its parts>#<tiebreak>``.

    ``parts`` are what a contact is listed by, the most significant first. Empty ones are left out, so
    a contact without a first name is sorted by last name among the first names. Accents count
    only if the letters of all parts agree, and case only if the accents do (merged keys,
    UTS #10 section 1.6). If no part is left, the key is ``<version>;#<tiebreak>``, which sorts after all names.

    Canonically equivalent texts have equal keys, and so have texts that differ only in the white
    space around and between words. The key of the parts has at most ``MAX_WEIGHTS`` code points and
    480 bytes: texts that agree that far, usually for 160 letters, have equal keys. A part without any
    letter, digit or symbol counts as empty. A key has at most 512 bytes in all. Raises ValueError for a
    tiebreak of more than 29 bytes.
    """
    if len(tiebreak.encode()) > _MAX_TIEBREAK_BYTES:
        raise ValueError(f"a tiebreak has at most {_MAX_TIEBREAK_BYTES} bytes")
    body = _merged(parts)
    kind = ":" if body else ";"
    return f"{COLLATION_VERSION}{kind}{body}{_END}{tiebreak}"


def _merged(texts: Iterable[str]) -> str:
    keys = [key for key in map(_weights, texts) if key.primary]
    levels = (_PART_END.join(level).rstrip(_PART_END) for level in zip(*keys, strict=True))
    return _LEVEL_END.join(levels).rstrip(_LEVEL_END)[:MAX_WEIGHTS]


def _weights(text: str) -> _Element:
    """Return the weights of a whole text, a string for each level.

    Trailing minimum weights carry no information on the lower levels and are left out there: text
    without accents and capitals has primary weights only. Once the primaries fill a key, the rest
    of the text cannot affect it.
    """
    primaries, secondaries, tertiaries = "", "", ""
    for element in _elements(" ".join(text.split())):
        primaries += element.primary
        secondaries += element.secondary
        tertiaries += element.tertiary
        if len(primaries) >= MAX_WEIGHTS:
            break
    return _Element(primaries, secondaries.rstrip(_weight(0)), tertiaries.rstrip(_weight(0)))


def _elements(text: str) -> Iterator[_Element]:
    """Yield the collation elements of a text (UTS #10 section 7.2)."""
    for base, marks in _clusters(normalize("NFD", text)):
        letter, others = _contracted(base, marks)
        yield from _elements_of(letter)
        for mark in others:
            yield from _elements_of(mark)


def _clusters(text: str) -> Iterator[tuple[str, str]]:
    """Yield each character of combining class 0 with the combining marks after it."""
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not combining(text[end]):
            yield text[start], text[start + 1 : end]
            start = end


def _contracted(base: str, marks: str) -> tuple[str, str]:
    """Join the base with the mark that makes it another letter, if there is one; return the rest too.

    Other marks may stand in between, unless one is of the same class (UTS #10 rule S2.1).
    """
    blocking = 0
    for index, mark in enumerate(marks):
        if combining(mark) != blocking and _element(base + mark) is not None:
            return base + mark, marks[:index] + marks[index + 1 :]
        blocking = combining(mark)
    return base, marks


def _elements_of(character: str) -> Iterator[_Element]:
    """Yield the elements of a character, or of a letter combined with a mark that makes it another letter."""
    found = _element(character)
    if found is not None:
        yield found
        return
    like = _expansions().get(character) or normalize("NFKD", character)
    if like == character:
        like = character.lower()
    if like == character:
        yield _Element(_implicit_primary(character), _weight(0), _weight(0))
        return
    for element in _elements(like):
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


@lru_cache(maxsize=4096)
def _element(letter: str) -> _Element | None:
    """Return the table's element for a letter in NFD, including the mark that makes it another letter (``й``).

    The table is searched in its written form: building all of it takes longer than most names do.
    """
    character = normalize("NFC", letter)
    if len(character) != 1:
        return None
    if character == " ":
        return _primary_element(0, 0)
    if place := _place(source.LETTERS, character):
        return _primary_element(_symbol_lead() + _SYMBOL_LEADS + place.group, place.rank)
    if place := _place(source.PUNCTUATION, character):
        return _primary_element(1 + place.group, place.rank)
    if place := _place(source.MARKS, character):
        return _Element("", _weight(1 + place.group), "")
    return _Element() if character in source.IGNORED else None


def _primary_element(number: int, rank: int) -> _Element:
    return _Element(_weight(number), _weight(0), _weight(rank))


class _Place(NamedTuple):
    """The place of a character: its group, and its position there."""

    group: int
    rank: int


def _place(groups: str, character: str) -> _Place | None:
    """Return the place of a character in groups separated by spaces."""
    at = groups.find(character)
    return None if at < 0 else _Place(groups.count(" ", 0, at), at - groups.rfind(" ", 0, at) - 1)


@cache
def _symbol_lead() -> int:
    """Return the number of the first weight reserved for symbols without one of their own: after all punctuation."""
    return 1 + len(source.PUNCTUATION.split())


@cache
def _expansions() -> dict[str, str]:
    """Return the characters that sort next to others: ``ß`` next to ``ss``."""
    return dict(pair.split("=") for pair in source.EXPANSIONS.split())
