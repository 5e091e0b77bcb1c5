"""The time of all measurements, and the time at which the world was made: the same whenever somebody measures.

Both are in the future, so that the local stand-in, which uses the machine's clock, does not delete anything as expired;
and both are far from the end of a month or year, a leap day, and a clock change.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MEASURED_AT = datetime(2033, 6, 15, 10, tzinfo=UTC)
MADE_AT = MEASURED_AT - timedelta(hours=1)
"""Early enough that limits have refilled, and that pending mail is past the time in which the stream delivers it."""
TODAY = MEASURED_AT.date()
"""The date of both, in most time zones."""
