"""Which characters no text of a person has."""

from __future__ import annotations

from unicodedata import category

_FORBIDDEN = frozenset({"Cc", "Cs"})


def has_control_characters(text: str, *, allowed: str = "") -> bool:
    """Whether a text has control characters other than the allowed ones, or lone surrogates, which have no bytes."""
    return any(category(character) in _FORBIDDEN and character not in allowed for character in text)
