"""Dates with parts that may be unknown, as birthdays often are."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORMS = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?|--(\d{2})-(\d{2})", re.ASCII)
_A_LEAP_YEAR = 2000
_DAYS_OF_EVERY_MONTH = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A calendar date (proleptic Gregorian) in one of four forms: ``1990-05-17``, ``--05-17``, ``1990-05``, ``1990``.

    The forms are those of ISO 8601:2004 as used in RFC 6350, section 4.3.1. Raises ValueError for a date that exists
    in no year.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        if self.year is None and self.day is None:
            raise ValueError("a date without a year needs month and day")
        if self.year is not None and not 1 <= self.year <= 9999:
            raise ValueError("the year is between 0001 and 9999")
        if self.month is not None:
            if not 1 <= self.month <= 12:
                raise ValueError("the month is between 01 and 12")
            self._check_day(self.month)

    def _check_day(self, month: int) -> None:
        if self.day is None or 1 <= self.day <= _DAYS_OF_EVERY_MONTH:
            return
        from calendar import monthrange  # noqa: PLC0415 - most days need none, and it is 1 % of a start

        last = monthrange(_A_LEAP_YEAR if self.year is None else self.year, month)[1]
        if not 1 <= self.day <= last:
            raise ValueError(f"this month has days 01 to {last:02}")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Parse one of the four forms. Raises ValueError, with a sentence for people, on anything else."""
        match = _FORMS.fullmatch(text)
        if match is None:
            raise ValueError("a date is YYYY-MM-DD, --MM-DD, YYYY-MM or YYYY")
        year, month, day, yearless_month, yearless_day = match.groups()
        if year is None:
            return cls(month=int(yearless_month), day=int(yearless_day))
        return cls(year=int(year), month=int(month) if month else None, day=int(day) if day else None)

    def __str__(self) -> str:
        if self.year is None:
            return f"--{self.month:02}-{self.day:02}"
        if self.month is None:
            return f"{self.year:04}"
        return (
            f"{self.year:04}-{self.month:02}" if self.day is None else f"{self.year:04}-{self.month:02}-{self.day:02}"
        )

    @property
    def month_and_day(self) -> str | None:
        """``MM-DD`` if both are known, as an anniversary needs; None otherwise."""
        return f"{self.month:02}-{self.day:02}" if self.day is not None else None


def month_and_day_of(text: str) -> str | None:
    """Return ``PartialDate.parse(text).month_and_day`` of a text that ``str`` made of a date; None for an empty one."""
    return text[-5:] if len(text) == len("1990-05-17") or text.startswith("--") else None


def starts_with(text: str, date: str) -> bool:
    """Return whether a text is this partial date with more to it: ``1990-05-17T10:00Z`` or ``19900517T1000Z``."""
    return text.replace("-", "").startswith(date.replace("-", ""))
