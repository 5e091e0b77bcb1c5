"""The buckets of rate limits in the memory of one process."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from shared.domain.expiry import unless_expired
from shared.services.ports.conflicts import BucketChangedError

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.limits import BucketState

CAPACITY = 10_000


class MemoryLimitStore:
    """A ports.LimitStore. Thread-safe.

    It holds up to ``capacity`` buckets and evicts the one that has gone unchanged for the longest time.
    """

    def __init__(self, *, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._buckets: OrderedDict[str, BucketState] = OrderedDict()
        self._lock = Lock()

    def find(self, key: str, *, now: datetime) -> BucketState | None:
        """See ports.LimitStore."""
        with self._lock:
            return self._current(key, now)

    def swap(self, key: str, state: BucketState, *, expected: BucketState | None, now: datetime) -> None:
        """See ports.LimitStore."""
        with self._lock:
            current = self._current(key, now)
            if current != expected:
                raise BucketChangedError(current)
            self._buckets[key] = state
            self._buckets.move_to_end(key)
            if len(self._buckets) > self._capacity:
                self._buckets.popitem(last=False)

    def _current(self, key: str, now: datetime) -> BucketState | None:
        return unless_expired(self._buckets.get(key), now)
