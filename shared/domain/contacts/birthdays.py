"""When birthdays come round: windows of days, across New Year, with 29 February on the day that the owner chose."""

from __future__ import annotations

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, timedelta
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
    """Birthdays from ``first`` to ``last``, both ``MM-DD`` and included."""

    first: str
    last: str

    @property
    def upper_bound(self) -> str:
        """A text that follows every index key ``MM-DD#id`` of the range and none beyond it."""
        return self.last + "$"


def ranges_from(ranges: Sequence[DayRange], birthday_key: str) -> Sequence[DayRange]:
    """Return the ranges that are left from an index key on: its own one and those that follow; all for an empty key."""
    own = (index for index, days in enumerate(ranges) if days.first <= birthday_key <= days.upper_bound)
    return ranges[next(own, 0) :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """The next time a birthday comes round; ``turns`` is the age reached on it.

    None without a year of birth, and before it.
    """

    on: date
    turns: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """``today`` and the ``days`` (0 to 366) after it.

    ``leap_day`` (``02-28`` or ``03-01``) is where a 29 February falls in common years.
    """

    today: date
    days: int
    leap_day: str

    def ranges(self) -> tuple[DayRange, ...]:
        """Return the window's birthdays, soonest first: one range, or two across New Year. No birthday is in both."""
        end = self.today + timedelta(days=self.days)
        year = self.today.year
        this_year = [day for day in _DAYS if self.today <= self._falls_on(day, year) <= end]
        next_year = [
            day for day in _DAYS if self._falls_on(day, year) < self.today and self._falls_on(day, year + 1) <= end
        ]
        return tuple(DayRange(first=_text(days[0]), last=_text(days[-1])) for days in (this_year, next_year) if days)

    def next_occurrence(self, birthday: PartialDate) -> Occurrence:
        """Return when the birthday, of which month and day are known, comes round next."""
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
