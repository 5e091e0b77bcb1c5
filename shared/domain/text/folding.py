"""Text as a search compares it, ignoring case, accents and width; and the characters that no text may contain."""

from __future__ import annotations

import unicodedata

_FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cs"})
_STROKED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
"""Letters that people type without their stroke and that Unicode does not decompose."""


def fold(text: str) -> str:
    """Return the text in lower case, without marks and compatibility forms: ``Žoë`` and ``ZOE`` both become ``zoe``.

    Applies Unicode's compatibility decomposition (UAX #15), then case folding, then drops all nonspacing marks; so
    ``и`` finds ``й`` and ``і`` finds ``ї``, as people without the right keyboard expect.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in decomposed if unicodedata.category(char) != "Mn").translate(_STROKED)


def has_control_characters(text: str, *, allowed: str = "") -> bool:
    """Return whether a text has control characters other than those allowed, or lone surrogates."""
    if text.isprintable():  # true of nearly every text, and it looks at all characters at once
        return False
    return any(unicodedata.category(character) in _FORBIDDEN_CATEGORIES for character in set(text).difference(allowed))
