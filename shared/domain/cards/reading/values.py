"""Raw values of properties: their parts, and their texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shared.domain.cards.texts import split

if TYPE_CHECKING:
    from collections.abc import Sequence

_ESCAPED_IN_URI = re.compile(r"\\+([,;:])")
_CHARACTERS = (("\\,", ","), ("\\n", "\n"), ("\\;", ";"), ("\\N", "\n"), ("\\:", ":"), ('\\"', '"'))


def text_of(raw: str) -> str:
    """Return the text that a raw value, or a part of one, stands for, without blanks around it."""
    if "\\" in raw:
        raw = "\\".join(map(_unescaped, raw.split("\\\\")))
    return raw.strip()


def uri_of(raw: str) -> str:
    """Return the URI that a raw value stands for. Nothing has to be escaped in one, but programs escape signs."""
    if "\\" in raw:
        raw = _ESCAPED_IN_URI.sub(r"\1", raw)
    return raw.strip()


def texts_in(raw: str, separator: str = ",") -> Sequence[str]:
    """Return the texts in a raw list, without empty ones."""
    return [text for part in split(raw, separator) if (text := text_of(part))]


def _unescaped(raw: str) -> str:
    """Return a raw value in which no backslash is escaped, without escapes: none begins where another one ends."""
    for escape, character in _CHARACTERS:
        if escape in raw:
            raw = raw.replace(escape, character)
    return raw
