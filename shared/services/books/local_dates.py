"""What the settings of a book say of dates, also where only newer code, or newer data on zones, knows the value."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.domain.books import DEFAULT_LEAP_DAY, DEFAULT_TIME_ZONE, LEAP_DAYS

if TYPE_CHECKING:
    from datetime import date, datetime

    from shared.domain.books import BookSettings


def today_in(settings: BookSettings, now: datetime) -> date:
    """Return the day that it is in the time zone of a book; that of UTC in the place of an unknown one."""
    return now.astimezone(_zone(settings.time_zone)).date()


def known_leap_day(name: str) -> str:
    """Return a leap day; the default in the place of an unknown one."""
    return name if name in LEAP_DAYS else DEFAULT_LEAP_DAY


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(DEFAULT_TIME_ZONE)
