"""The searched texts of rows, one after another as one text that ``bytes.find`` walks.

Every word stands between blanks: `` word `` is the whole of one, `` wo`` the beginning, ``or`` a part. A mark stands
before the words of each column that has any. The last columns are e-mail addresses, and numbers in an alphabet of their
own, so that digits in words are not found in numbers.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from shared.domain.search.phone_numbers import NATIONAL
from shared.domain.search.rows import Column
from shared.domain.search.sections import array_of, numbers_in, section_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from shared.domain.search.sections import Sections

_MARKS = [chr(0x10 + column) for column in range(len(Column) + 2)]
"""Control characters, which no text of a contact has (domain/text/cleaning.py)."""
_COLUMN_OF = {mark: column for column, mark in enumerate(_MARKS)}
_COLUMN_END = "\t"
_BETWEEN_COLUMNS = b"  "
_START_OF_NAMES = f" {_MARKS[Column.NAME]} ".encode()
_DIGITS = f"0123456789{NATIONAL}"
_DIGITS_IN_LINE = "\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x1e"
_TO_LINE = str.maketrans(_DIGITS, _DIGITS_IN_LINE)
_FROM_LINE = str.maketrans(_DIGITS_IN_LINE, _DIGITS)
_BLANK_IN_WORD = "\x1f"


def word_of(email: str) -> str:
    """Return an e-mail address as one word: a quoted one may have blanks."""
    return email.replace(" ", _BLANK_IN_WORD)


def number_in_line(number: str) -> bytes:
    """Return a number as it is in a line: in characters that no word has."""
    return number.translate(_TO_LINE).encode()


def line_of(text: str, emails: Iterable[str], numbers: Iterable[str]) -> bytes:
    """Return the line of a row with these columns, e-mail addresses and numbers."""
    columns = *text.split(_COLUMN_END), " ".join(map(word_of, emails)), " ".join(numbers).translate(_TO_LINE)
    return "".join([f" {mark} {words} " for mark, words in zip(_MARKS, columns, strict=True) if words]).encode()


class LineParts(NamedTuple):
    """What a line has been made of."""

    text: str
    emails: tuple[str, ...]
    numbers: tuple[str, ...]


def parts_of(line: bytes) -> LineParts:
    """Return what a line has been made of."""
    found: list[list[str]] = [[] for _ in _MARKS]
    current = found[0]
    for word in line.decode().split(" "):
        if word in _COLUMN_OF:
            current = found[_COLUMN_OF[word]]
        elif word:
            current.append(word)
    *columns, emails, numbers = found
    return LineParts(
        text=_COLUMN_END.join(map(" ".join, columns)),
        emails=tuple([email.replace(_BLANK_IN_WORD, " ") for email in emails]),
        numbers=tuple([number.translate(_FROM_LINE) for number in numbers]),
    )


class Texts:
    """The lines of rows, by the numbers of the rows.

    They are most of an index, and loaded when something looks into one.
    """

    def __init__(self, sections: Sections) -> None:
        self._sections = sections
        self._starts = list(accumulate(numbers_in("I", sections["lines.lengths"]), initial=0))

    @staticmethod
    def sections(lines: Collection[bytes]) -> dict[str, bytes]:
        """Return the sections of the lines of rows."""
        return {"lines": b"".join(lines), "lines.lengths": section_of(array_of("I", map(len, lines)))}

    @cached_property
    def _text(self) -> bytes:
        return self._sections["lines"]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._starts) - 1

    def line(self, row: int) -> bytes:
        """Return the line of a row."""
        return self._text[self._starts[row] : self._starts[row + 1]]

    def having(self, pattern: bytes) -> Callable[[int], bool]:
        """Return what says whether the line of a row contains a pattern."""
        find, starts = self._text.find, self._starts
        return lambda row: find(pattern, starts[row], starts[row + 1]) >= 0

    def names_have(self, row: int, pattern: bytes) -> bool:
        """Return whether the first column of a row, that of names, contains a pattern."""
        start, stop = self._starts[row], self._starts[row + 1]
        if not self._text.startswith(_START_OF_NAMES, start):
            return False
        end = self._text.find(_BETWEEN_COLUMNS, start, stop)
        return self._text.find(pattern, start, stop if end < 0 else end + 1) >= 0

    def walk(self, pattern: bytes, start: int, stop: int) -> Iterator[int]:
        """Yield the rows between two whose lines contain a pattern, in ascending order."""
        find, starts = self._text.find, self._starts
        place, end = starts[start], starts[stop]
        while (place := find(pattern, place, end)) >= 0:
            row = bisect_right(starts, place) - 1
            yield row
            place = starts[row + 1]
