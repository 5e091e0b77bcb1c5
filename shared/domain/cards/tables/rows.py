"""Lines of a table as rows of cells (RFC 4180), also where programs do not keep to it.

A quote in a quoted cell that is not doubled, as abook and some scripts write it, is part of the text unless the cell
can end there. A quoted cell that never ends is text, quote and all, so that one stray quote costs one row and not the
rest of the file.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LINES_OF_ROW = 1_000
QUOTE = '"'
DELIMITERS = (",", ";", "\t", "|")
_OPENING = re.compile(' *"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How cells are separated, and whether a quote inside a quoted cell is doubled."""

    delimiter: str = ","
    doubles_quotes: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, the line on which it begins, from 1, and whether a quote in it was never closed.

    ``next`` is the line from which on the rows after it can be read without it, or 0 if there is none.
    """

    line: int
    cells: list[str]
    next: int = 0
    is_unclosed: bool = False


def rows_of(lines: Iterator[str], dialect: Dialect, first_number: int = 1) -> Iterator[Row]:
    """Yield the rows of a table; of an empty line, a row with one empty cell."""
    delimiter = dialect.delimiter
    source = _Lines(lines, first_number)
    scanner = _Scanner(source, dialect)
    while (text := source.take()) is not None:
        if QUOTE in text:
            yield scanner.row(text)
        else:
            yield Row(source.number, text.split(delimiter), scanner.next_line)


class _Lines:
    """Lines that can be given back; ``number`` is that of the last one taken."""

    def __init__(self, lines: Iterator[str], first_number: int) -> None:
        self._lines = lines
        self._returned: deque[str] = deque()
        self.number = first_number - 1

    def take(self) -> str | None:
        """Return the next line, or None at the end."""
        line = self._returned.popleft() if self._returned else next(self._lines, None)
        self.number += line is not None
        return line

    def give_back(self, lines: list[str]) -> None:
        """Let these, the last ones taken, be taken again."""
        self._returned.extendleft(reversed(lines))
        self.number -= len(lines)


class _Scanner:
    """Reads rows that have quotes."""

    def __init__(self, source: _Lines, dialect: Dialect) -> None:
        self._source = source
        self._delimiter = dialect.delimiter
        self._doubles = dialect.doubles_quotes
        at_end = rf"[ ]*(?:{re.escape(dialect.delimiter)}|\Z)"
        inner = rf'""|"(?!"|{at_end})' if self._doubles else rf'"(?!{at_end})'
        self._quoted = re.compile(rf'[^"]*(?:(?:{inner})[^"]*)*')
        self._open_until = 0
        """No quoted cell that is open before this line ends before it, so that it is looked for only once."""

    @property
    def next_line(self) -> int:
        """The line after the last one taken, or 0 if what is known of open cells matters there."""
        return self._source.number + 1 if self._source.number >= self._open_until else 0

    def row(self, text: str) -> Row:
        """Return the row that begins with this line."""
        line = self._source.number
        cells: list[str] = []
        is_unclosed = False
        start = 0
        while start <= len(text):
            opening = _OPENING.match(text, start)
            ended = self._quoted_cell(text, opening.end()) if opening else None
            if ended:
                value, text, start = ended
                cells.append(value)
                continue
            is_unclosed = is_unclosed or opening is not None
            end = text.find(self._delimiter, start)
            end = len(text) if end < 0 else end
            cells.append(text[start:end])
            start = end + 1
        return Row(line, cells, self.next_line, is_unclosed)

    def _quoted_cell(self, text: str, start: int) -> tuple[str, str, int] | None:
        """Return the value of a cell, the line on which it ends, and where the next one starts; None if it is open."""
        pieces: list[str] = []
        taken: list[str] = []
        while True:
            match = self._quoted.match(text, start)
            end = match.end() if match else start
            pieces.append(text[start:end])
            if end < len(text):
                break
            following = self._next_line(taken)
            if following is None:
                return None
            text, start = following, 0
        value = "\n".join(pieces)
        if self._doubles:
            value = value.replace('""', QUOTE)
        after = text.find(self._delimiter, end + 1)
        return value, text, len(text) + 1 if after < 0 else after + 1

    def _next_line(self, taken: list[str]) -> str | None:
        """Return the next line of an open cell. If there is none, give back what was taken, and return None."""
        line = None
        if self._source.number >= self._open_until and len(taken) < MAX_LINES_OF_ROW:
            line = self._source.take()
        if line is not None:
            taken.append(line)
        else:
            self._open_until = max(self._open_until, self._source.number)
            self._source.give_back(taken)
        return line
