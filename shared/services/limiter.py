"""Counts requests against rate limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.errors import TooManyRequestsError
from shared.domain.limits import Allowance, BucketState, Limit, whole_milliseconds, whole_seconds
from shared.services.ports.conflicts import BucketChangedError

if TYPE_CHECKING:
    from shared.services.ports.limits import LimitStore

RAISES = (TooManyRequestsError,)
MAX_ATTEMPTS = 20
"""Attempts at a conditional write under contention."""
CONTENTION_WAIT = timedelta(seconds=1)
"""How long to ask a request to wait that lost every one of those attempts."""

Change = Callable[[BucketState | None, datetime], BucketState]


class Limiter:
    """Admits requests or refuses them. A refused request is not counted.

    Every count is one conditional write, so that simultaneous requests are counted one after the other.
    """

    def __init__(self, store: LimitStore, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def admit(self, limit: Limit, *subject: str, count: int = 1) -> Allowance:
        """Count requests of a subject and return what is left. Raises TooManyRequestsError, StoreUnavailableError."""
        return limit.allowance(self.take(limit, *subject, count=count), self.now())

    def take(self, limit: Limit, *subject: str, count: int = 1) -> BucketState:
        """Count requests of a subject, all or none: at most ``limit.burst``, since more could never pass.

        Raises TooManyRequestsError, StoreUnavailableError.
        """

        def taken(state: BucketState | None, now: datetime) -> BucketState:
            if wait := limit.wait(state, now, count):
                raise refusal(limit, state, now, wait)
            return limit.taken(state, now, count)

        return self.change(limit, limit.key(*subject), taken)

    def reserve(self, limit: Limit, *subject: str, longest: timedelta) -> tuple[BucketState, timedelta]:
        """Count a request of a subject, now or later, and return how long it has to wait: at most ``longest``.

        Raises TooManyRequestsError only under contention, StoreUnavailableError.
        """
        waits = [longest]

        def reserved(state: BucketState | None, now: datetime) -> BucketState:
            state, waits[0] = limit.reserved(state, now, longest=longest)
            return state

        return self.change(limit, limit.key(*subject), reserved), waits[0]

    def give_back(self, limit: Limit, *subject: str, expected: BucketState | None, count: int = 1) -> BucketState:
        """Take back counts of a subject. ``expected`` is as for ``change``.

        Raises TooManyRequestsError only under contention, StoreUnavailableError.
        """

        def given_back(state: BucketState | None, now: datetime) -> BucketState:
            return limit.given_back(state, now, count)

        return self.change(limit, limit.key(*subject), given_back, expected=expected)

    def find(self, key: str) -> BucketState | None:
        """Return the state of the bucket, or None. Raises StoreUnavailableError."""
        return self._store.find(key, now=self.now())

    def change(self, limit: Limit, key: str, change: Change, *, expected: BucketState | None = None) -> BucketState:
        """Store what ``change`` makes of the state of a bucket, and return it.

        ``expected`` is the first guess at the stored state; ``change`` is called again if that is wrong or another
        request is counted first, and may refuse by raising. Raises TooManyRequestsError, StoreUnavailableError.
        """
        state = expected
        for _ in range(MAX_ATTEMPTS):
            now = self.now()
            changed = change(state, now)
            try:
                self._store.swap(key, changed, expected=state, now=now)
            except BucketChangedError as error:
                state = error.current
            else:
                return changed
        raise refusal(limit, state, self.now(), CONTENTION_WAIT)

    def at_this_moment(self) -> Limiter:
        """Return a limiter whose clock stands still, for a request that is to be counted as of when it came."""
        now = self.now()
        return Limiter(self._store, now=lambda: now)

    def now(self) -> datetime:
        """Return the time, in whole milliseconds."""
        return whole_milliseconds(self._now())


def refusal(limit: Limit, state: BucketState | None, now: datetime, wait: timedelta) -> TooManyRequestsError:
    """Return the error that says how long to wait."""
    seconds = whole_seconds(wait)
    allowance = replace(limit.allowance(state, now), remaining=0, next_seconds=seconds)
    return TooManyRequestsError(allowance, retry_after_seconds=seconds)
