"""How spellings match words, e-mail addresses and numbers: the classes of matches, and the rules for each."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from shared.domain.search.phone_numbers import MIN_DIGITS_AT_END, MIN_DIGITS_INSIDE
from shared.domain.text.edit_distance import distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MIN_ASCII_INSIDE = 3
MIN_LENGTH_OF_ONE_EDIT = 4
MIN_LENGTH_OF_TWO_EDITS = 6


class Match(IntEnum):
    """How well something matches, the best first."""

    EXACT = 0
    PREFIX = 1
    INSIDE = 2
    ONE_EDIT = 3
    TWO_EDITS = 4


MATCHES = tuple(Match)
"""All kinds of match; a tuple is read in a tenth of the time that the class takes."""
EXACT, PREFIX, INSIDE, ONE_EDIT, TWO_EDITS = MATCHES
"""The same by their names: before Python 3.12 a name is found in the class ten times as slowly as in a module."""


def worst(matches: Sequence[Match | None]) -> Match | None:
    """Return the worst of some matches; None if there is none, or one of them is none."""
    known = [match for match in matches if match is not None]
    return max(known) if known and len(known) == len(matches) else None


def can_be_inside(spelling: str) -> bool:
    """Return whether a spelling is looked for inside words: not one or two letters or digits of ASCII."""
    return len(spelling) >= MIN_ASCII_INSIDE or not (spelling.isascii() and spelling.isalnum())


def match_in_words(spellings: Iterable[str], text: str) -> Match | None:
    """Return how the best of the spellings matches in words with blanks or tabs between them; typos do not count."""
    best: Match | None = None
    for spelling in spellings:
        if spelling in text:
            match = _match_of_word(spelling, text)
            if match is Match.EXACT:
                return match
            if match is not None and (best is None or match < best):
                best = match
    return best


def _match_of_word(spelling: str, text: str) -> Match | None:
    is_at_start = False
    at = text.find(spelling)
    while at >= 0:
        if at == 0 or text[at - 1] in " \t":
            end = at + len(spelling)
            if end == len(text) or text[end] in " \t":
                return Match.EXACT
            is_at_start = True
        at = text.find(spelling, at + 1)
    if is_at_start:
        return Match.PREFIX
    return Match.INSIDE if can_be_inside(spelling) else None


def match_in_addresses(spellings: Iterable[str], addresses: Iterable[str]) -> Match | None:
    """Return how the best of the spellings matches one of the e-mail addresses."""
    best: Match | None = None
    for address in addresses:
        for spelling in spellings:
            if spelling in address:
                if address == spelling:
                    return Match.EXACT
                if address.startswith(spelling):
                    best = Match.PREFIX
                elif best is None and can_be_inside(spelling):
                    best = Match.INSIDE
    return best


def match_in_numbers(forms: Iterable[str], numbers: Iterable[str]) -> Match | None:
    """Return how the best of the forms of digits matches one of the numbers. ONE_EDIT: the digits are in the middle."""
    best: Match | None = None
    for number in numbers:
        for form in forms:
            if form in number:
                match = _match_of_number(form, number)
                if match is not None and (best is None or match < best):
                    best = match
    return best


def _match_of_number(form: str, number: str) -> Match | None:
    if form == number:
        return Match.EXACT
    if number.startswith(form):
        return Match.PREFIX
    if len(form) >= MIN_DIGITS_AT_END and number.endswith(form):
        return Match.INSIDE
    return Match.ONE_EDIT if len(form) >= MIN_DIGITS_INSIDE else None


def match_with_typos(spellings: Iterable[str], words: Sequence[str]) -> Match | None:
    """Return whether one of the words is within one or two edits of a spelling: see ``edits_allowed``."""
    best: Match | None = None
    for spelling in spellings:
        allowed = edits_allowed(spelling)
        for word in words if allowed else ():
            edits = distance(spelling, word, at_most=allowed)
            if edits <= 1 and allowed:
                return Match.ONE_EDIT
            if edits <= allowed:
                best = Match.TWO_EDITS
    return best


def edits_allowed(spelling: str) -> int:
    """Return how many typing errors a spelling may have: none in short ones and in numbers."""
    if spelling.isdecimal():
        return 0
    return (len(spelling) >= MIN_LENGTH_OF_ONE_EDIT) + (len(spelling) >= MIN_LENGTH_OF_TWO_EDITS)
