"""What only the memory of one process has to care for: its size."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from shared.adapters.memory.limit_store import MemoryLimitStore
from shared.domain.limits import BucketState

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
BUCKET = BucketState(full_at=NOON, expires_at=NOON + timedelta(hours=1))


def known(store: MemoryLimitStore) -> set[str]:
    return {key for key in "abcd" if store.find(key, now=NOON)}


def test_the_one_that_was_not_counted_for_the_longest_time_goes_first() -> None:
    store = MemoryLimitStore(capacity=3)
    for key in "abc":
        store.swap(key, BUCKET, expected=None, now=NOON)
    store.swap("a", BUCKET, expected=BUCKET, now=NOON)
    store.swap("d", BUCKET, expected=None, now=NOON)
    assert known(store) == {"a", "c", "d"}


def test_what_has_expired_is_found_by_nobody() -> None:
    store = MemoryLimitStore()
    store.swap("a", BUCKET, expected=None, now=NOON)
    assert store.find("a", now=BUCKET.expires_at) is None
