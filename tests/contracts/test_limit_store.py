"""What is remembered to keep limits: every count is seen by the next one, whoever counts at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from shared.domain.errors import StoreUnavailableError, TooManyRequestsError
from shared.domain.limits import BucketState, Limit
from shared.services.limiter import Limiter
from shared.services.ports.conflicts import BucketChangedError
from tests.contracts.conftest import DYNAMO_ENGINES, Engine
from tests.support.faulty_client import LOST_ANSWER, NO_CONNECTION, Fault, answer

NOON = datetime(2126, 5, 17, 12, 0, 0, 123_000, tzinfo=UTC)
"""Far away: the stand-in removes what has expired by the real time."""
SECOND = timedelta(seconds=1)
MILLISECOND = timedelta(milliseconds=1)
BUCKET = BucketState(full_at=NOON + SECOND, expires_at=NOON + SECOND)
EVERYTHING = BucketState(
    full_at=NOON + 7 * MILLISECOND,
    failures=3,
    not_before=NOON + 999 * MILLISECOND,
    has_turn=True,
    known_until=NOON + timedelta(days=30, milliseconds=1),
    expires_at=NOON + timedelta(days=30, milliseconds=1),
    version=12,
)
_NUMBERS = count(1)


@pytest.fixture
def key() -> str:
    """A key that no other test uses."""
    return f"test#{next(_NUMBERS)}"


def stored(engine: Engine, key: str, bucket: BucketState = BUCKET) -> BucketState:
    engine.limits.swap(key, bucket, expected=None, now=NOON)
    return bucket


def in_the_way(engine: Engine, key: str, *, expected: BucketState | None, now: datetime = NOON) -> BucketState | None:
    """Fail to store a bucket; return the one that is said to be there."""
    with pytest.raises(BucketChangedError) as caught:
        engine.limits.swap(key, replace(BUCKET, version=99), expected=expected, now=now)
    return caught.value.current


def test_nothing_is_known_of_somebody_who_never_came(engine: Engine, key: str) -> None:
    assert engine.limits.find(key, now=NOON) is None


@pytest.mark.parametrize("bucket", [BUCKET, EVERYTHING], ids=["of a bucket", "of signing in"])
def test_a_bucket_is_read_as_it_was_written(engine: Engine, key: str, bucket: BucketState) -> None:
    assert engine.limits.find(key, now=NOON) is None
    stored(engine, key, bucket)
    assert engine.limits.find(key, now=NOON) == bucket
    assert in_the_way(engine, key, expected=None) == bucket


def test_a_bucket_gives_way_to_the_one_that_was_made_of_it(engine: Engine, key: str) -> None:
    first = stored(engine, key)
    second = replace(EVERYTHING, version=first.version + 1)
    engine.limits.swap(key, second, expected=first, now=NOON)
    third = replace(BUCKET, version=second.version + 1)
    engine.limits.swap(key, third, expected=second, now=NOON)
    assert engine.limits.find(key, now=NOON) == third


def test_a_bucket_that_has_changed_stays_and_is_told(engine: Engine, key: str) -> None:
    first = stored(engine, key)
    second = replace(first, version=2)
    engine.limits.swap(key, second, expected=first, now=NOON)
    assert in_the_way(engine, key, expected=first) == second
    assert in_the_way(engine, key, expected=None) == second
    assert engine.limits.find(key, now=NOON) == second


def test_a_bucket_that_is_gone_is_no_longer_expected(engine: Engine, key: str) -> None:
    assert in_the_way(engine, key, expected=BUCKET) is None


def test_what_has_expired_is_absent_to_the_millisecond(engine: Engine, key: str) -> None:
    bucket = stored(engine, key)
    assert engine.limits.find(key, now=bucket.expires_at - MILLISECOND) == bucket
    assert in_the_way(engine, key, expected=None, now=bucket.expires_at - MILLISECOND) == bucket
    assert engine.limits.find(key, now=bucket.expires_at) is None
    engine.limits.swap(key, EVERYTHING, expected=None, now=bucket.expires_at)
    assert engine.limits.find(key, now=bucket.expires_at) == EVERYTHING


def test_tallies_of_different_keys_do_not_touch(engine: Engine, key: str) -> None:
    stored(engine, key)
    stored(engine, f"{key}-another", EVERYTHING)
    assert engine.limits.find(key, now=NOON) == BUCKET


@pytest.mark.engines("memory", "stand_in", because="moto is not made for threads")
def test_no_more_are_admitted_than_a_limit_allows_however_many_come_at_once(engine: Engine, key: str) -> None:
    limiter = Limiter(engine.limits, now=lambda: NOON)
    limit = Limit(name="test", per="test", burst=5, refill=timedelta(minutes=1))

    def admitted(_: int) -> bool:
        try:
            limiter.admit(limit, key)
        except TooManyRequestsError:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(admitted, range(64)))
    assert answers.count(True) == 5


@pytest.mark.engines("memory", "stand_in", because="moto is not made for threads")
def test_nobody_is_forgotten_who_was_counted_at_the_same_time(engine: Engine, key: str) -> None:
    """In a crowd some are sent away uncounted; those that were let in are all counted."""
    limiter = Limiter(engine.limits, now=lambda: NOON)
    limit = Limit(name="test", per="test", burst=1000, refill=SECOND)

    def admitted(_: int) -> bool:
        try:
            limiter.admit(limit, key)
        except TooManyRequestsError:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(admitted, range(64)))
    bucket = limiter.find(limit.key(key))
    assert bucket is not None
    assert bucket.full_at == NOON + answers.count(True) * SECOND
    assert answers.count(True) > 16


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory has no network and no permissions")
@pytest.mark.parametrize(
    "error",
    [
        LOST_ANSWER,
        NO_CONNECTION,
        answer("ThrottlingException"),
        answer("InternalServerError", status=500),
        answer("ResourceNotFoundException"),
        answer("AccessDeniedException"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_whatever_fails_the_store_is_unavailable(engine: Engine, key: str, error: Exception) -> None:
    engine.network.faults += [Fault(operation="GetItem", error=error), Fault(operation="PutItem", error=error)]
    with pytest.raises(StoreUnavailableError):
        engine.limits.find(key, now=NOON)
    with pytest.raises(StoreUnavailableError):
        engine.limits.swap(key, BUCKET, expected=None, now=NOON)
    assert not engine.network.faults


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory keeps nothing that somebody could look at")
def test_a_count_is_one_write_and_a_refusal_none_that_changes_anything(engine: Engine, key: str) -> None:
    limiter = Limiter(engine.limits, now=lambda: NOON)
    limit = Limit(name="test", per="test", burst=1, refill=SECOND)
    limiter.admit(limit, key)
    assert engine.network.calls == ["PutItem"]
    with pytest.raises(TooManyRequestsError):
        limiter.admit(limit, key)
    assert engine.network.calls == ["PutItem", "PutItem"]
