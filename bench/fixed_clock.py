"""When everything is measured, and when the world was made: the same on whatever day somebody measures.

The two lie in the future, so that the local stand-in, which goes by the machine's clock, removes nothing meanwhile for
having expired; and far from the end of a month or a year, from a leap day and from a change of clocks.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MEASURED_AT = datetime(2033, 6, 15, 10, tzinfo=UTC)
MADE_AT = MEASURED_AT - timedelta(hours=1)
"""So long before that limits have filled up, and that the stream has had its time for the mail that waits."""
TODAY = MEASURED_AT.date()
"""The day of both, in most time zones."""
