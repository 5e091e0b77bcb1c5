"""The latest requests to the gateway, for whoever looks for the one that failed."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime

_KEPT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and the status of its response.

    ``id`` is the one in the header ``apigw-requestid``. ``path`` has no query, which may contain tokens. ``failure`` is
    the traceback of a function that raised an exception, or why there is no valid response; empty otherwise.
    """

    id: str
    at: datetime
    method: str
    path: str
    status: int
    milliseconds: float
    failure: str


class Traffic:
    """The latest 500 exchanges. Not thread-safe: use it from one event loop."""

    def __init__(self) -> None:
        self._kept: deque[Exchange] = deque(maxlen=_KEPT)

    def note(self, exchange: Exchange) -> None:
        """Keep an exchange, and drop the oldest if there are too many."""
        self._kept.append(exchange)

    def latest(self) -> list[Exchange]:
        """Return the exchanges, newest first."""
        return list(reversed(self._kept))
