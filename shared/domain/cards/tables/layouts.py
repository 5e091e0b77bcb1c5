"""How a table is laid out: what separates its cells, whether quotes are doubled, and which row is the header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from shared.domain.cards.tables.programs import key_of_column
from shared.domain.cards.tables.proposals import is_known
from shared.domain.cards.tables.rows import DELIMITERS, Dialect, rows_of
from shared.domain.text.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from shared.domain.cards.tables.rows import Row

HEADER_ROWS = 10
"""The header is one of the first ten rows: some programs write an explanation above it."""
SAMPLE_LINES = 400
MAX_SAMPLE_LENGTH = 500_000
"""Characters; the last line may go beyond."""
SAMPLE_ROWS = 50
MAX_COLUMNS = 2_000
_HINT = re.compile(r"sep=(.)", re.IGNORECASE)
_VALUE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|[+(]?\d[\d\s()./\-]{5,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The dialect of a table, its header and the line on which that begins, which is 0 if there is none.

    ``samples`` are the first rows after it.
    """

    dialect: Dialect
    header: Sequence[str]
    header_line: int
    samples: Sequence[Sequence[str]] = ()
    known: int = 0
    """How many columns have a name that says what they are."""


def layout_of(lines: Sequence[str], *, delimiter: str = "", names: Collection[str] = ()) -> Layout:
    """Return the layout of a table that begins with these lines.

    The delimiter, unless it is given or the file says it as Excel does (``sep=;``), is the one with which the header
    has the most columns that are known by themselves or are among ``names``, and if that decides nothing, the most
    columns. The header is the first row with two known ones.
    """
    hint = _HINT.fullmatch(lines[0].strip()) if lines else None
    candidates = (delimiter,) if delimiter else (hint[1],) if hint else DELIMITERS
    layouts = [_layout(lines, each, {clean(name) for name in names}) for each in candidates]
    return max(layouts, key=lambda layout: (layout.known, len(layout.header)))


def _layout(lines: Sequence[str], delimiter: str, names: Collection[str]) -> Layout:
    dialect = Dialect(delimiter=delimiter, doubles_quotes=_doubles_quotes(lines, delimiter))
    rows = [row for row in islice(rows_of(iter(lines), dialect), SAMPLE_ROWS + HEADER_ROWS) if any(row.cells)]
    rows = [row for row in rows if not _HINT.fullmatch(row.cells[0].strip())]
    headers = [(names_of(row), row) for row in rows[:HEADER_ROWS]]
    counted = [(len({key_of_column(n) for n in header if n in names or is_known(n)}), header) for header, _ in headers]
    place = next((n for n, (known, _) in enumerate(counted) if known > 1), None)
    if place is None:
        place = max(range(len(counted)), key=lambda n: counted[n][0], default=None)
    if place is None or (not counted[place][0] and _is_data(headers[0][1])):
        return _without_header(dialect, rows)
    known, header = counted[place]
    samples = [row.cells for row in rows[place + 1 :]]
    return Layout(dialect=dialect, header=header, header_line=headers[place][1].line, samples=samples, known=known)


def _without_header(dialect: Dialect, rows: Sequence[Row]) -> Layout:
    """Return the layout of a table whose first row is one of a contact: its columns are numbered."""
    width = max((len(row.cells) for row in rows), default=0)
    header = [f"Column {number}" for number in range(1, min(width, MAX_COLUMNS) + 1)]
    return Layout(dialect=dialect, header=header, header_line=0, samples=[row.cells for row in rows])


def names_of(row: Row) -> Sequence[str]:
    """Return the names of columns in a header: without blanks around them, nor columns without a name at the end.

    One that occurs for the second time gets a number: ``Phone``, ``Phone (2)``.
    """
    names = [clean(cell) for cell in row.cells[:MAX_COLUMNS]]
    while names and not names[-1]:
        names.pop()
    count: dict[str, int] = {}
    for index, name in enumerate(names):
        count[name] = count.get(name, 0) + 1
        if name and count[name] > 1:
            names[index] = f"{name} ({count[name]})"
    return names


def _is_data(row: Row) -> bool:
    return any(_VALUE.fullmatch(clean(cell)) for cell in row.cells)


def _doubles_quotes(lines: Sequence[str], delimiter: str) -> bool:
    """Return whether quotes in quoted cells are doubled; they are, unless only single ones are seen."""
    separator = re.escape(delimiter)
    single = re.compile(rf'(?<=[^"{separator}])(?<!{separator} )"(?=[^"{separator}])')
    doubled = re.compile(rf'(?<=[^"{separator}])""(?=[^"{separator}])|"""')
    text = [line for line in lines if '"' in line]
    return not any(map(single.search, text)) or any(map(doubled.search, text))


def body_of(rows: Iterator[Row], header_line: int) -> Iterator[Row]:
    """Yield the rows after the header."""
    for row in rows:
        if row.line > header_line and not (not header_line and _HINT.fullmatch(row.cells[0].strip())):
            yield row
