"""How long to wait before a request is sent again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from contacts.errors import UnavailableError

FIRST_DELAY_SECONDS = 0.5
MAX_DELAY_SECONDS = 30.0
PATIENCE_SECONDS = 120.0
"""How long a request may be waited for in all."""
MAX_WAITS = 5
_UNITS = (("hour", 3600), ("minute", 60), ("second", 1))


class Waiting:
    """The waits of one request: each about twice as long as the one before, or as long as the server asks for.

    ``tell`` is called with the seconds of each wait that a person would notice.
    """

    def __init__(
        self,
        *,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        tell: Callable[[float], None] = lambda _seconds: None,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._sleep = sleep
        self._jitter = jitter
        self._tell = tell
        self._left_seconds = patience_seconds
        self._left_waits = MAX_WAITS
        self._delay_seconds = FIRST_DELAY_SECONDS

    def wait(self, why: UnavailableError, asked_seconds: float | None = None) -> None:
        """Wait. Raises ``why`` instead if that would be longer than anybody wants to wait."""
        # Half of it is chance, so that clients that were turned away together do not come back together.
        seconds = self._delay_seconds * (1 + self._jitter()) / 2
        if asked_seconds is not None:
            seconds = max(seconds, asked_seconds)
        if seconds > self._left_seconds or not self._left_waits:
            raise why
        self._left_waits -= 1
        self._left_seconds -= seconds
        self._delay_seconds = min(self._delay_seconds * 2, MAX_DELAY_SECONDS)
        if seconds >= 2:
            self._tell(seconds)
        self._sleep(seconds)


def retry_after_seconds(header: str | None, *, now: datetime | None = None) -> float | None:
    """Return what a ``Retry-After`` asks for (RFC 9110 section 10.2.3): seconds, or a date; None if it is neither."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max((at - (now or datetime.now(UTC))).total_seconds(), 0.0)


def in_words(seconds: float) -> str:
    """Return a time as people say it: ``30 seconds``, ``5 minutes``."""
    unit, length = next((unit, length) for unit, length in _UNITS if seconds >= 1.5 * length or length == 1)
    number = max(round(seconds / length), 1)
    return f"{number} {unit}{'' if number == 1 else 's'}"
