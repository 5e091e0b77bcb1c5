"""Counting requests, alone and in a crowd."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest

from shared.adapters.memory.limit_store import MemoryLimitStore
from shared.domain.errors import TooManyRequestsError
from shared.domain.limits import BucketState, Limit
from shared.services.limiter import MAX_ATTEMPTS, Limiter
from shared.services.ports.limits import LimitStore
from tests.support.clock import Clock
from tests.support.fakes import Watched

SECOND = timedelta(seconds=1)
LIMIT = Limit(name="test", per="test", burst=2, refill=10 * SECOND)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store() -> Watched:
    return Watched(MemoryLimitStore())


@pytest.fixture
def limiter(store: Watched, clock: Clock) -> Limiter:
    return Limiter(cast(LimitStore, store), now=clock)


def refused(limiter: Limiter, *subject: str) -> TooManyRequestsError:
    with pytest.raises(TooManyRequestsError) as caught:
        limiter.admit(LIMIT, *subject)
    return caught.value


def test_a_request_that_is_refused_says_when_to_come_back(limiter: Limiter, clock: Clock) -> None:
    assert [limiter.admit(LIMIT, "a").remaining for _ in range(2)] == [1, 0]
    clock.advance(timedelta(seconds=2.5))
    error = refused(limiter, "a")
    assert error.retry_after_seconds == error.allowance.next_seconds == 8
    assert (error.allowance.limit, error.allowance.quota, error.allowance.remaining) == ("test", 2, 0)
    clock.advance(8 * SECOND)
    assert limiter.admit(LIMIT, "a").remaining == 0


def test_a_request_that_is_refused_does_not_count(limiter: Limiter, clock: Clock) -> None:
    for _ in range(2):
        limiter.admit(LIMIT, "a")
    for _ in range(50):
        refused(limiter, "a")
    clock.advance(10 * SECOND)
    limiter.admit(LIMIT, "a")


def test_subjects_and_limits_do_not_share_what_they_have(limiter: Limiter) -> None:
    for _ in range(2):
        limiter.admit(LIMIT, "a")
    other = Limit(name="other", per="test", burst=1, refill=SECOND)
    assert limiter.admit(LIMIT, "b").remaining == 1
    assert limiter.admit(other, "a").remaining == 0


def test_a_first_request_is_one_write_and_the_next_ones_two(limiter: Limiter, store: Watched) -> None:
    limiter.admit(LIMIT, "a")
    assert store.requests == {"swap": 1}
    limiter.admit(LIMIT, "a")
    assert store.requests == {"swap": 3}
    refused(limiter, "a")
    assert store.requests == {"swap": 4}


def test_who_comes_at_the_same_time_is_counted_too(limiter: Limiter, store: Watched) -> None:
    rival = Limiter(cast(LimitStore, store._store), now=limiter.now)
    store.before("swap", lambda: rival.admit(LIMIT, "a"))
    assert limiter.admit(LIMIT, "a").remaining == 0


def test_in_a_crowd_somebody_is_sent_away_for_a_second(limiter: Limiter, store: Watched, clock: Clock) -> None:
    crowd = Limit(name="test", per="test", burst=1000, refill=SECOND)
    rival = Limiter(cast(LimitStore, store._store), now=clock)
    store.before("swap", *(lambda: rival.admit(crowd, "a") for _ in range(MAX_ATTEMPTS)))
    with pytest.raises(TooManyRequestsError) as caught:
        limiter.admit(crowd, "a")
    assert caught.value.retry_after_seconds == 1
    assert limiter.admit(crowd, "a").remaining == 1000 - MAX_ATTEMPTS - 1


def test_a_reservation_waits_no_longer_than_the_longest_wait(limiter: Limiter) -> None:
    waits = [limiter.reserve(LIMIT, "a", longest=25 * SECOND)[1].total_seconds() for _ in range(6)]
    assert waits == [0, 0, 10, 20, 25, 25]


def test_what_is_stored_has_whole_milliseconds(limiter: Limiter, clock: Clock) -> None:
    assert clock().microsecond % 1000
    limiter.admit(LIMIT, "a")
    bucket = limiter.find(LIMIT.key("a"))
    assert isinstance(bucket, BucketState)
    assert bucket.full_at.microsecond == 123_000


def test_several_requests_are_counted_all_or_none(limiter: Limiter, clock: Clock) -> None:
    assert limiter.admit(LIMIT, "Lesia", count=LIMIT.burst - 1).remaining == 1
    with pytest.raises(TooManyRequestsError) as caught:
        limiter.admit(LIMIT, "Lesia", count=2)
    clock.advance(timedelta(seconds=caught.value.retry_after_seconds))
    assert limiter.admit(LIMIT, "Lesia", count=2).remaining == 0


def test_several_requests_are_taken_back_at_once(limiter: Limiter) -> None:
    limiter.admit(LIMIT, "Lesia", count=LIMIT.burst)
    limiter.give_back(LIMIT, "Lesia", expected=None, count=LIMIT.burst)
    assert limiter.admit(LIMIT, "Lesia").remaining == LIMIT.burst - 1
