"""Dates as people and programs write them in tables, and whether the day or the month comes first in a column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.domain.cards.tables.month_names import month_of
from shared.domain.partial_dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable

_NO_YEAR = frozenset({1604, 4501})
"""Apple's year of dates without one. Outlook's of no date at all is 4501."""
_NO_DATE_YEAR = 4501
_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}.*)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})\.?{_TIME}", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T.*)?", re.ASCII)
_YEARLESS = re.compile(r"--(\d{1,2})-?(\d{2})", re.ASCII)
_NUMBERS = re.compile(rf"(\d{{1,2}})\s*([/.\- ])\s*(\d{{1,2}})(?:\s*[/.\- ]\s*(\d{{4}}|\d{{2}})?)?{_TIME}", re.ASCII)
_EAST_ASIAN = re.compile(r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]", re.ASCII)
_WORD = r"([^\W\d_]+)\.?"
_DAY_MONTH = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s\-]*(?:de\s+)?{_WORD}(?:[\s,\-]+(?:de\s+)?(\d{{4}}|\d{{2}}))?\D*"
)
_MONTH_DAY = re.compile(rf"{_WORD}[\s\-]*(\d{{1,2}})(?:st|nd|rd|th)?(?:[\s,\-]+(\d{{4}}))?{_TIME}")
_MONTH_YEAR = re.compile(rf"{_WORD}[\s,\-]+(\d{{4}})")
_FORMS = (
    (_ISO, (1, 2, 3)), (_COMPACT, (1, 2, 3)), (_EAST_ASIAN, (1, 2, 3)), (_YEARLESS, (0, 1, 2)),
    (_DAY_MONTH, (3, 2, 1)), (_MONTH_DAY, (3, 1, 2)),
)  # fmt: skip
"""The groups of each form that have the year (0: none), the month and the day."""
_CENTURY_BEGINS = 30
"""Of years with two digits, 30 to 99 are of the twentieth century, as spreadsheets have it."""


class DateOrder(StrEnum):
    """What comes first in the dates of a column that are written as two numbers and a year.

    ``ambiguous``: no date tells, so somebody has to be asked. ``mixed``: some say the one, some the other, so those
    that could be both cannot be read.
    """

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    AMBIGUOUS = "ambiguous"
    MIXED = "mixed"


@dataclass(slots=True)
class OrderEvidence:
    """What the dates of a column have shown so far."""

    day_first: int = 0
    month_first: int = 0
    unclear: int = 0

    def add(self, text: str) -> None:
        """Take a date into account."""
        match = _NUMBERS.fullmatch(text)
        if match is None or is_no_date(text):
            return
        first, separator, second = int(match[1]), match[2], int(match[3])
        if first > 12 >= second or separator == ".":
            self.day_first += 1
        elif second > 12 >= first:
            self.month_first += 1
        elif first != second:
            self.unclear += 1

    @property
    def order(self) -> DateOrder | None:
        """The order of the column; None if it does not matter."""
        if self.day_first and self.month_first:
            return DateOrder.MIXED if self.unclear else None
        if self.day_first or self.month_first:
            return DateOrder.DAY_FIRST if self.day_first else DateOrder.MONTH_FIRST
        return DateOrder.AMBIGUOUS if self.unclear else None


def settled(orders: Iterable[DateOrder | None]) -> DateOrder | None:
    """Return the order that all columns which tell agree on; one program writes all of a file's dates alike."""
    told = {order for order in orders if order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)}
    return told.pop() if len(told) == 1 else None


class AmbiguousDateError(ValueError):
    """The day and the month of this date could be one for the other."""


def is_no_date(text: str) -> bool:
    """Return whether a cell says that there is no date: ``0/0/00``, ``0.0.00``, ``0000-00-00``, ``--``, 4501."""
    return not text.strip("0-/. :") or (
        str(_NO_DATE_YEAR) in text and bool(_NUMBERS.fullmatch(text) or _ISO.fullmatch(text))
    )


def read_date(text: str, order: DateOrder | None = None) -> PartialDate:
    """Return the date that a text says. The year 1604 stands for none.

    Raises AmbiguousDateError for numbers whose order is not known, and ValueError for what is no date.
    """
    if match := _NUMBERS.fullmatch(text):
        return _from_numbers(match, order)
    for pattern, (year, month, day) in _FORMS:
        if match := pattern.fullmatch(text):
            return _date(match[year] if year else None, _month(match[month]), match[day])
    if match := _MONTH_YEAR.fullmatch(text):
        return PartialDate(year=int(match[2]), month=month_of(match[1]))
    return PartialDate.parse(text)


def has_short_year(text: str) -> bool:
    """Return whether the century of a date is a guess."""
    for pattern, group in ((_NUMBERS, 4), (_DAY_MONTH, 3)):
        if match := pattern.fullmatch(text):
            return len(match[group] or "") == 2
    return False


def date_of_parts(year: str, month: str, day: str) -> PartialDate:
    """Return the date whose parts stand in columns of their own, any of which may be empty or 0.

    Raises ValueError if they are none.
    """
    years, months, days = (part.strip().strip("0") and part.strip() for part in (year, month, day))
    if not months and not days and years:
        return PartialDate(year=int(years))
    if months and not days and years:
        return PartialDate(year=int(years), month=_month(months))
    if not months or not days:
        raise ValueError("a day needs its month")
    return _date(years or None, str(_month(months)), days)


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else month_of(text)


def _from_numbers(match: re.Match[str], order: DateOrder | None) -> PartialDate:
    first, second, year = int(match[1]), int(match[3]), match[4]
    if first > 12 or match[2] == ".":
        return _date(year, second, first)
    if second > 12 or first == second:
        return _date(year, first, second)
    if order is DateOrder.DAY_FIRST:
        return _date(year, second, first)
    if order is DateOrder.MONTH_FIRST:
        return _date(year, first, second)
    raise AmbiguousDateError("this could be two dates")


def _date(year: str | None, month: str | int, day: str | int) -> PartialDate:
    number = int(year) if year else None
    if year and len(year) == 2:
        number = int(year) + (1900 if int(year) >= _CENTURY_BEGINS else 2000)
    return PartialDate(year=None if number in _NO_YEAR else number, month=int(month), day=int(day))
