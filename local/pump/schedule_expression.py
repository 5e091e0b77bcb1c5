"""When a schedule is next due: ``rate(15 minutes)`` and ``cron(0 8 ? * MON-FRI *)``.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
# 29 February recurs after at most eight years.
_SEARCHED_DAYS = 8 * 366


class ScheduleExpressionError(Exception):
    """The expression is invalid, or not supported here (``at``, and ``L``, ``W``, ``#`` in cron)."""


def next_time(expression: str, after: datetime, time_zone: str = "UTC") -> datetime:
    """Return the first time after an aware ``after`` at which the schedule is due. Raises ScheduleExpressionError.

    A time that is skipped when the clocks go forward is left out; one that occurs twice counts once.
    """
    rate = _RATE.fullmatch(expression)
    if rate is not None:
        return after + timedelta(**{f"{rate.group(2)}s": int(rate.group(1))})
    cron = _CRON.fullmatch(expression)
    if cron is None:
        raise ScheduleExpressionError(f"the schedule {expression!r} is not known here")
    return _next_of_cron(cron.groups(), after, ZoneInfo(time_zone))


def _next_of_cron(fields: tuple[str, ...], after: datetime, zone: ZoneInfo) -> datetime:
    today = after.astimezone(zone).date()
    minutes, hours = _numbers(fields[0], 0, 59), _numbers(fields[1], 0, 23)
    for offset in range(_SEARCHED_DAYS):
        day = today + timedelta(days=offset)
        if not _is_on(fields, day.day, day.month, (day.weekday() + 1) % 7 + 1, day.year):
            continue
        for hour in sorted(hours):
            for minute in sorted(minutes):
                # In UTC, since two times in the same zone are compared by what the clock shows.
                candidate = datetime.combine(day, time(hour, minute), tzinfo=zone).astimezone(UTC)
                if candidate > after and candidate.astimezone(zone).time() == time(hour, minute):
                    return candidate
    raise ScheduleExpressionError(f"cron({' '.join(fields)}) is never due")


def _is_on(fields: tuple[str, ...], day: int, month: int, week_day: int, year: int) -> bool:
    return (
        day in _numbers(fields[2], 1, 31)
        and month in _numbers(fields[3], 1, 12, _MONTHS)
        and week_day in _numbers(fields[4], 1, 7, _DAYS)
        and year in _numbers(fields[5], 1970, 2199)
    )


def _numbers(field: str, low: int, high: int, names: tuple[str, ...] = ()) -> set[int]:
    """Return the numbers that a cron field stands for; names count from ``low``."""
    numbers: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        if span in {"*", "?"}:
            start, end = low, high
        else:
            start = _number(first, low, names)
            end = _number(last, low, names) if last else (high if step else start)
        numbers.update(range(start, end + 1, int(step or 1)))
    return numbers


def _number(word: str, low: int, names: tuple[str, ...]) -> int:
    if word.upper() in names:
        return names.index(word.upper()) + low
    if not word.isdigit():
        raise ScheduleExpressionError(f"{word!r} in a cron expression is not known here")
    return int(word)
