"""Texts as a search compares them, without case, accents and width; and which characters no text of a person has."""

from __future__ import annotations

import unicodedata

_FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cs"})
_STROKED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
"""Letters that people type without their stroke and that Unicode does not decompose."""


def fold(text: str) -> str:
    """Return the text in lower case, without marks and compatibility forms: ``Žoë`` and ``ZOE`` are both ``zoe``.

    Unicode's compatibility decomposition (UAX #15), its case folding, then every nonspacing mark dropped; so ``й`` is
    found by ``и`` and ``ї`` by ``і``, as people expect who type without the right keyboard.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if unicodedata.category(char) != "Mn").translate(_STROKED)


def has_control_characters(text: str, *, allowed: str = "") -> bool:
    """Whether a text has control characters other than the allowed ones, or lone surrogates, which have no bytes."""
    if text.isprintable():  # as nearly all are, and this looks at all characters at once
        return False
    return any(unicodedata.category(character) in _FORBIDDEN_CATEGORIES for character in set(text).difference(allowed))
