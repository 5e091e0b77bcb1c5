"""Moments in the life of a book, as people name them: a revision, or a point in time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

Moment = int | datetime
"""A revision of a book, 0 before its first change; or a point in time, with its offset from UTC."""
_REVISION = re.compile(r"r?([0-9]{1,15})")
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?(Z|[+-][0-9]{2}:[0-9]{2})",
)
_WITHOUT_OFFSET = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]*)?")
_WHOLE_TIME = "Write the whole time, with its offset from UTC: 2026-11-29T08:00:00Z or 2026-11-29T10:00:00+02:00."
_FORMS = "a revision of the book (1234 or r1234), or a time with its offset from UTC (2026-11-29T08:00:00Z)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """A revision whose whole commit is visible, and when that was made.

    ``at`` is None for the empty book before its first change, and if that is no longer in the history. ``latest`` is
    the book's revision now.
    """

    revision: int
    at: datetime | None
    latest: int


class NoMomentError(ValueError):
    """The text names no moment; the message says, to people, why."""


def read_moment(text: str) -> Moment:
    """Return the moment that a text names: ``1234``, ``r1234``, or a time as RFC 3339 writes it. Raises NoMomentError.

    Fractions of a second beyond microseconds are cut off.
    """
    if revision := _REVISION.fullmatch(text):
        return int(revision[1])
    return read_time(text, otherwise=f"Write {_FORMS}.")


def read_time(text: str, *, otherwise: str = "") -> datetime:
    """Return the time that a text names as RFC 3339 writes it, with its offset from UTC. Raises NoMomentError.

    ``otherwise`` is what the error says of a text that is nothing like a time.
    """
    upper = text.upper()
    time = _TIME.fullmatch(upper)
    if time is None:
        raise NoMomentError(_why(upper, otherwise or _WHOLE_TIME))
    day, clock, fraction, offset = time.groups()
    try:
        found = datetime.fromisoformat(f"{day}T{clock}.{(fraction or '')[:6]:0<6}{offset.replace('Z', '+00:00')}")
        found.astimezone(UTC)
    except (ValueError, OverflowError):  # also for the first hours of the year 1, which are before it in UTC
        raise NoMomentError("There is no such time.") from None
    return found


def canonical(moment: Moment) -> str:
    """Return a moment as a text that is the same for equal moments."""
    return f"r{moment}" if isinstance(moment, int) else moment.astimezone(UTC).isoformat()


def _why(text: str, otherwise: str) -> str:
    before, space, after = text.rpartition(" ")
    if space and _TIME.fullmatch(f"{before}+{after}"):
        return "The + of an offset arrives as a space: write it as %2B in a query."
    return _WHOLE_TIME if _WITHOUT_OFFSET.fullmatch(text) else otherwise
