"""The time of all measurements, and the time at which the world was made: the same whenever somebody measures.

Both are in the future, so that the local stand-in, which uses the machine's clock, does not delete anything as expired;
far from the end of a month, a leap day, and a clock change; and late in the year, when upcoming birthdays take the most
work.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MEASURED_AT = datetime(2033, 11, 9, 10, tzinfo=UTC)
MADE_AT = MEASURED_AT - timedelta(minutes=30)
"""Early enough that limits have refilled, and that pending mail is past the time in which the stream delivers it."""
TODAY = MEASURED_AT.date()
"""The date of both, in most time zones."""
