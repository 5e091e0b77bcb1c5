"""Pages of contacts joined to one file: the service writes every page so that it stands alone."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Piece = tuple[bytes, int]
"""A part of a file, and how many contacts are in it."""
_BEGIN = re.compile(rb"^BEGIN:VCARD\s*$", re.IGNORECASE | re.MULTILINE)
"""Where a card begins, and not one that is the text of a property, as of AGENT."""
_Column = tuple[str, int]
"""The name of a column, and how many before it have the same."""


def joined_cards(pages: Iterable[bytes]) -> Iterator[Piece]:
    """Yield the vCards of all pages."""
    for page in pages:
        yield page if page.endswith(b"\n") or not page else page + b"\r\n", len(_BEGIN.findall(page))


def joined_array(contacts: Iterable[Any]) -> Iterator[Piece]:
    """Yield one JSON array, with a line for each contact."""
    opening = "["
    for contact in contacts:
        yield f"{opening}\n{json.dumps(contact, ensure_ascii=False)}".encode(), 1
        opening = ","
    yield (b"\n]\n" if opening == "," else b"[]\n"), 0


def joined_table(pages: Iterable[bytes]) -> Iterator[Piece]:
    """Yield one table of the tables of all pages.

    Each page has the columns that its contacts need, so those of the whole are known only after the last one.
    """
    tables = [_read(page) for page in pages]
    columns: list[_Column] = []
    for header, _ in tables:
        _add_columns(columns, header)
    yield _line([name for name, _ in columns]), 0
    for header, rows in tables:
        places = [columns.index(column) for column in header]
        for row in rows:
            cells = [""] * len(columns)
            for place, cell in zip(places, row, strict=False):
                cells[place] = cell
            yield _line(cells), 1


def _read(page: bytes) -> tuple[Sequence[_Column], list[list[str]]]:
    rows = list(csv.reader(io.StringIO(page.decode("utf-8-sig"), newline="")))
    names = rows[0] if rows else []
    return [(name, names[:at].count(name)) for at, name in enumerate(names)], rows[1:]


def _add_columns(columns: list[_Column], header: Sequence[_Column]) -> None:
    """Add the columns that are missing, each after the one that it follows in its page."""
    place = 0
    for column in header:
        if column in columns:
            place = columns.index(column) + 1
        else:
            columns.insert(place, column)
            place += 1


def _line(cells: Sequence[str]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerow(cells)
    return written.getvalue().encode()
