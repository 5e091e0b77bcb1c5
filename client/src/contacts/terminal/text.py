"""Text for a terminal. Contacts are written by others, so nothing in them may steer it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_INVISIBLE = frozenset({"Cc", "Cs", "Co", "Cn"})
_OVERRIDES = frozenset(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
"""Marks that turn around the order of the text after them."""
MAX_COLUMN_WIDTH = 40


def plain(text: object) -> str:
    """Return a text on one line, without control characters: no escape sequence of a name reaches the terminal."""
    spaced = " ".join(str(text).split())
    return "".join("?" if unicodedata.category(one) in _INVISIBLE or one in _OVERRIDES else one for one in spaced)


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for each wide letter, none for each accent of its own."""
    return sum(
        0
        if unicodedata.combining(one) or unicodedata.category(one) == "Cf"
        else 1 + (unicodedata.east_asian_width(one) in "WF")
        for one in text
    )


def cut(text: str, columns: int) -> str:
    """Return a text that takes no more than so many columns."""
    if width(text) <= columns:
        return text
    while width(text) > columns - 1:
        text = text[:-1]
    return f"{text}…"


def table(rows: Sequence[Sequence[object]], *, header: Sequence[str] = ()) -> list[str]:
    """Return the lines of a table, in columns that are as wide as they need to be; the last one may be any width."""
    texts = [[plain(cell) for cell in row] for row in ([header, *rows] if header else rows)]
    if not texts:
        return []
    last = max(len(row) for row in texts) - 1
    texts = [[cell if at == last else cut(cell, MAX_COLUMN_WIDTH) for at, cell in enumerate(row)] for row in texts]
    widths = [max(width(row[at]) for row in texts if at < len(row)) for at in range(last + 1)]
    return ["  ".join(cell + " " * (widths[at] - width(cell)) for at, cell in enumerate(row)).rstrip() for row in texts]


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 contact``, ``2 contacts``."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
