"""Occurrences of birthdays in a window of days, also across New Year, with the leap day that the owner chose."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.domain.partial_dates import PartialDate

MAX_WINDOW_DAYS = 366
_LEAP_DAY = (2, 29)
_A_LEAP_YEAR = 2000
_DAYS = tuple((month, day) for month in range(1, 13) for day in range(1, monthrange(_A_LEAP_YEAR, month)[1] + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRange:
    """The birthdays from ``first`` to ``last``, both in the form ``MM-DD`` and both included."""

    first: str
    last: str

    @property
    def upper_bound(self) -> str:
        """A text after every index key ``MM-DD#id`` in the range, and before every key beyond it."""
        return self.last + "$"


def ranges_from(ranges: Sequence[DayRange], birthday_key: str) -> Sequence[DayRange]:
    """Return the ranges from the one with this index key on; all of them for an empty key."""
    own = (index for index, days in enumerate(ranges) if days.first <= birthday_key <= days.upper_bound)
    return ranges[next(own, 0) :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """The next occurrence of a birthday.

    ``turns`` is the age reached on that day; None if the year of birth is unknown or in the future.
    """

    on: date
    turns: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """``today`` and the ``days`` (0 to 366) after it.

    ``leap_day`` (``02-28`` or ``03-01``) is when a 29 February is celebrated in common years.
    """

    today: date
    days: int
    leap_day: str

    def ranges(self) -> tuple[DayRange, ...]:
        """Return the birthdays in the window, soonest first: one range, or two disjoint ones across New Year."""
        end = self.today + timedelta(days=self.days)
        # No birthday falls on an earlier day than the one before it, so the ends of a range are looked up.
        this_year, next_year = (partial(self._falls_on, year=self.today.year + years) for years in (0, 1))
        today = bisect_left(_DAYS, self.today, key=this_year)
        ranges = (
            _DAYS[today : bisect_right(_DAYS, end, key=this_year)],
            _DAYS[: bisect_right(_DAYS, end, hi=today, key=next_year)],
        )
        return tuple(DayRange(first=_text(days[0]), last=_text(days[-1])) for days in ranges if days)

    def next_occurrence(self, birthday: PartialDate) -> Occurrence:
        """Return the next occurrence of a birthday whose month and day are known."""
        assert birthday.month is not None
        assert birthday.day is not None
        day = (birthday.month, birthday.day)
        on = self._falls_on(day, self.today.year)
        if on < self.today:
            on = self._falls_on(day, self.today.year + 1)
        turns = None if birthday.year is None or birthday.year > on.year else on.year - birthday.year
        return Occurrence(on=on, turns=turns)

    def _falls_on(self, day: tuple[int, int], year: int) -> date:
        if day == _LEAP_DAY and not isleap(year):
            month, day_of_month = map(int, self.leap_day.split("-"))
            return date(year, month, day_of_month)
        return date(year, *day)


def _text(day: tuple[int, int]) -> str:
    return f"{day[0]:02}-{day[1]:02}"
