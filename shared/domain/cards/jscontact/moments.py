"""Dates and moments as vCard and JSContact write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.domain.cards.jscontact.schema import is_utc_time
from shared.domain.partial_dates import PartialDate

_MOMENT = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)T(\d\d)(?::?(\d\d))?(?::?(\d\d))?(Z|[+-]\d\d(?::?\d\d)?)", re.ASCII | re.IGNORECASE
)
_PARTS = ("year", "month", "day")


def utc_of(moment: datetime) -> str:
    """Return a moment as a UTCDateTime, with as many fractions of a second as it has."""
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    text = moment.replace(tzinfo=None).isoformat()
    return f"{text.rstrip('0') if moment.microsecond else text}Z"


def moment_of(text: str) -> datetime:
    """Return the moment that a UTCDateTime is, to the microsecond."""
    seconds, _, fraction = text.removesuffix("Z").partition(".")
    return datetime.fromisoformat(f"{seconds}.{fraction[:6]:0<6}+00:00")


def utc_in(text: str) -> str:
    """Return the UTCDateTime of a text that is a date and time with its zone (RFC 6350); empty for any other."""
    if is_utc_time(text):
        return text
    match = _MOMENT.fullmatch(text)
    if match is None:
        return ""
    year, month, day, hour, minute, second, zone = match.groups()
    digits = zone[1:].replace(":", "")
    offset = "+00:00" if zone in "zZ" else f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}"
    try:
        return utc_of(datetime.fromisoformat(f"{year}-{month}-{day}T{hour}:{minute or '00'}:{second or '00'}{offset}"))
    except (ValueError, OverflowError):
        return ""


def date_in(value: Mapping[str, Any]) -> PartialDate | None:
    """Return the date that a PartialDate or Timestamp is; None for one of another calendar, or that no calendar has."""
    if "utc" in value:
        return PartialDate.parse(value["utc"][:10]) if value["utc"][:4] != "0000" else None
    if value.get("calendarScale", "gregorian") != "gregorian":
        return None
    try:
        return PartialDate(**{part: value[part] for part in _PARTS if part in value})
    except ValueError:
        return None


def date_value(date: PartialDate) -> dict[str, int]:
    """Return a date as a PartialDate of JSContact."""
    return {part: getattr(date, part) for part in _PARTS if getattr(date, part) is not None}
