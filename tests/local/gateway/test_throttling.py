from __future__ import annotations

from local.gateway.throttling import Throttles, TokenBucket
from tests.support.clock import SecondsClock
from tools.template import Route, Throttle


def test_a_burst_passes_and_then_one_request_at_a_time() -> None:
    clock = SecondsClock()
    bucket = TokenBucket(rate=2, burst=3, clock=clock)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    clock.seconds += 0.5
    assert [bucket.take() for _ in range(2)] == [True, False]


def test_a_bucket_never_holds_more_than_its_burst() -> None:
    clock = SecondsClock()
    bucket = TokenBucket(rate=2, burst=3, clock=clock)
    clock.seconds += 1000
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


def test_refused_requests_cost_nothing() -> None:
    clock = SecondsClock()
    bucket = TokenBucket(rate=1, burst=1, clock=clock)
    bucket.take()
    for _ in range(10):
        clock.seconds += 0.09
        assert not bucket.take()
    clock.seconds += 0.11
    assert bucket.take()


def test_every_route_has_its_own_bucket_and_its_use_can_be_seen() -> None:
    routes = [
        Route(key=key, method="GET", path=key, function_id="F", throttle=throttle)
        for key, throttle in {
            "GET /a": Throttle(rate=1, burst=1),
            "GET /b": Throttle(rate=1, burst=1),
            "GET /c": None,
        }.items()
    ]
    throttles = Throttles(routes, clock=SecondsClock())
    assert throttles.admit("GET /a")
    assert not throttles.admit("GET /a")
    assert throttles.admit("GET /b")
    assert all(throttles.admit("GET /c") for _ in range(100))
    first, second = throttles.use()
    assert (first.route_key, first.passed, first.refused, first.tokens_left) == ("GET /a", 1, 1, 0)
    assert (second.route_key, second.passed, second.refused) == ("GET /b", 1, 0)
