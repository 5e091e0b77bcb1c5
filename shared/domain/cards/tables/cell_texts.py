"""What several values look like in one cell."""

from __future__ import annotations

import re

GOOGLE_SEPARATOR = " ::: "
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_ELEMENT = re.compile(r"((?:[^;\\]|\\.)*)(?:;|\Z)", re.DOTALL)


def list_cell(texts: tuple[str, ...]) -> str:
    """Return texts as one cell of our own form, with ``;`` between them; ``list_in`` undoes it."""
    return ";".join([text.replace("\\", "\\\\").replace(";", "\\;") for text in texts])


def list_in(cell: str) -> tuple[str, ...]:
    """Return the texts in a cell that ``list_cell`` made."""
    if "\\" not in cell:
        return tuple(filter(None, cell.split(";")))
    return tuple(filter(None, [_ESCAPED.sub(r"\1", element) for element in _ELEMENT.findall(cell)]))


def tags_in(cell: str, *, has_separator: bool) -> tuple[str, ...]:
    """Return the tags in a cell of any program: between ``:::``, or else ``;``, or else commas.

    A program that ``has_separator`` always writes ``:::``, so that its tags may have commas.
    """
    separator = GOOGLE_SEPARATOR.strip()
    if separator not in cell and not has_separator:
        separator = next((each for each in ";\n" if each in cell), ",")
    return tuple([tag for text in cell.split(separator) if (tag := text.strip())])
