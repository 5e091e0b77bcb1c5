"""Rate limits that still hold when the table that counts fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from shared import observe
from shared.domain.errors import StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.limits import BucketState
    from shared.services.ports.limits import LimitStore

T = TypeVar("T")

PAUSE_SECONDS = 5.0


class FallbackLimitStore:
    """A ports.LimitStore that never fails: while the first store is down, the second one counts.

    A fault is reported (``LimiterFallback``), and the first store is not called for ``PAUSE_SECONDS``, so that requests
    do not queue up behind a slow store.
    """

    def __init__(self, first: LimitStore, second: LimitStore, *, monotonic: Callable[[], float]) -> None:
        self._first = first
        self._second = second
        self._monotonic = monotonic
        self._paused_until = float("-inf")

    def find(self, key: str, *, now: datetime) -> BucketState | None:
        """See ports.LimitStore."""
        return self._ask(lambda store: store.find(key, now=now))

    def swap(self, key: str, state: BucketState, *, expected: BucketState | None, now: datetime) -> None:
        """See ports.LimitStore."""
        self._ask(lambda store: store.swap(key, state, expected=expected, now=now))

    def _ask(self, ask: Callable[[LimitStore], T]) -> T:
        if self._monotonic() >= self._paused_until:
            try:
                return ask(self._first)
            except StoreUnavailableError as error:
                self._paused_until = self._monotonic() + PAUSE_SECONDS
                observe.count("LimiterFallback", cause=str(error))
        return ask(self._second)
