"""Throttles: one token bucket per route, shared by all callers.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic

from tools.template import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrottleUse:
    """The use of a route's throttle: tokens left now, and requests admitted and refused since the start."""

    route_key: str
    rate: float
    burst: int
    tokens_left: float
    passed: int
    refused: int


class TokenBucket:
    """Holds up to ``burst`` tokens and gains ``rate`` of them per second; a request costs one.

    ``clock`` counts seconds and never goes back.
    """

    def __init__(self, *, rate: float, burst: int, clock: Callable[[], float]) -> None:
        self.rate, self.burst = rate, burst
        self._clock = clock
        self._tokens, self._filled_at = float(burst), clock()

    @property
    def tokens(self) -> float:
        """Return the number of tokens available now."""
        return min(self.burst, self._tokens + (self._clock() - self._filled_at) * self.rate)

    def take(self) -> bool:
        """Take a token; return False if there is none."""
        self._tokens, self._filled_at = self.tokens, self._clock()
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


@dataclass(slots=True)
class _Gate:
    bucket: TokenBucket
    passed: int = 0
    refused: int = 0


class Throttles:
    """The buckets of all routes that have limits. Not thread-safe: use it from one event loop."""

    def __init__(self, routes: Iterable[Route], *, clock: Callable[[], float] = monotonic) -> None:
        self._gates = {
            route.key: _Gate(TokenBucket(rate=route.throttle.rate, burst=route.throttle.burst, clock=clock))
            for route in routes
            if route.throttle is not None
        }

    def admit(self, route_key: str) -> bool:
        """Return whether a request to the route may pass now."""
        gate = self._gates.get(route_key)
        if gate is None:
            return True
        admitted = gate.bucket.take()
        if admitted:
            gate.passed += 1
        else:
            gate.refused += 1
        return admitted

    def use(self) -> list[ThrottleUse]:
        """Return the state of every bucket, in the template's order."""
        return [
            ThrottleUse(
                route_key=key,
                rate=gate.bucket.rate,
                burst=gate.bucket.burst,
                tokens_left=gate.bucket.tokens,
                passed=gate.passed,
                refused=gate.refused,
            )
            for key, gate in self._gates.items()
        ]
