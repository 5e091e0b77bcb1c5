"""Dates as cards have them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

from shared.domain.partial_dates import PartialDate

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d{2})-?(?P<day>\d{2})|-(?P<only_month>\d{2}))?"
    r"|--(?P<m>\d{1,2})-?(?P<d>\d{2})"
    r"|(?P<y2>\d{4})[-/.](?P<m2>\d{1,2})[-/.](?P<d2>\d{1,2})"
    r"|(?P<us_month>\d{1,2})/(?P<us_day>\d{1,2})(?:/(?P<us_year>\d{4}))?",
    re.ASCII,
)
_TIMED = re.compile(
    r"(?P<date>[-\d]{4,10})(?:T|\s+)(?P<time>\d{2}(?::?\d{2}){0,2}(?:[.,]\d+)?)?(?P<zone>\S*)", re.ASCII
)
_MIDNIGHT = re.compile(r"0{2}(?::?0{2}){1,2}(?:[.,]0+)?")
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})?", re.ASCII)
_SECONDS = re.compile(r"(\d{2}):?(\d{2})?:?(\d{2})?", re.ASCII)
NO_YEAR = 1604
"""The year that Apple's programs write where there is none; nobody who was born in it is living."""
_UNTRUE = frozenset({"1000-01-01", "9999-12-01"})
"""What libebook-contacts writes for a date that it could not read."""


def date_of(text: str) -> PartialDate | None:
    """Return the date that a text is, without a time; None if it is none, or could be one of several."""
    if len(text) == len("1990-05-17") and text[4] == text[7] == "-":  # true of most
        with suppress(ValueError):
            return PartialDate.parse(text)
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    part = {name: int(value) for name, value in match.groupdict().items() if value}
    year = part.get("year") or part.get("y2") or part.get("us_year")
    month = part.get("month") or part.get("only_month") or part.get("m") or part.get("m2")
    day = part.get("day") or part.get("d") or part.get("d2")
    if "us_day" in part:  # 2/29 can only be one day; 2/3 could be two
        if part["us_day"] <= 12 and part["us_month"] != part["us_day"]:
            return None
        month, day = part["us_month"], part["us_day"]
    try:
        return PartialDate(year=year, month=month, day=day)
    except ValueError:
        return None


def timed_date_of(text: str) -> tuple[PartialDate | None, bool]:
    """Return the date in a text, and whether there is more in it: a time other than midnight, or a zone."""
    if date := date_of(text):
        return date, False
    match = _TIMED.fullmatch(text)
    if match is None:
        return None, False
    time = match["time"] or ""
    return date_of(match["date"]), not _MIDNIGHT.fullmatch(time)


def is_untrue(date: PartialDate) -> bool:
    """Return whether a program has written this date for one that it could not read."""
    return str(date) in _UNTRUE


def without_year(date: PartialDate) -> PartialDate:
    """Return the month and day of a date; the date itself if it has none."""
    return PartialDate(month=date.month, day=date.day) if date.day is not None else date


def timestamp_of(text: str) -> tuple[datetime | None, bool]:
    """Return the time that a text names, in UTC, and whether it says its zone; without one it is taken as UTC."""
    try:
        at = datetime.fromisoformat(text).replace(microsecond=0)
        return (at.astimezone(UTC), True) if at.tzinfo else (at.replace(tzinfo=UTC), False)
    except (ValueError, OverflowError):
        return _unusual_timestamp_of(text)


def _unusual_timestamp_of(text: str) -> tuple[datetime | None, bool]:
    match = _TIMED.fullmatch(text)
    day = date_of(match["date"] if match else text)
    if day is None or day.year is None or day.day is None or day.month is None:
        return None, False
    numbers = _SECONDS.match(match["time"] or "") if match else None
    hour, minute, second = (int(number or 0) for number in numbers.groups()) if numbers else (0, 0, 0)
    zone = match["zone"].upper() if match else ""
    offset = _OFFSET.fullmatch(zone)
    try:
        found = datetime(day.year, day.month, day.day, hour, minute, min(second, 59), tzinfo=_zone(offset))
        return found.astimezone(UTC), zone == "Z" or offset is not None
    except (ValueError, OverflowError):
        return None, False


def _zone(offset: re.Match[str] | None) -> timezone:
    if offset is None:
        return UTC
    size = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
    return timezone(-size if offset["sign"] == "-" else size)
