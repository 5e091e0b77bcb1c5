"""Clocks that are set by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from shared.services.timing import Timing

NOON = datetime(2026, 5, 17, 12, 0, 0, 123_456, tzinfo=UTC)
"""A point in time finer than the milliseconds that are stored."""


class Clock:
    """A clock that returns points in time, starting at ``NOON``."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> datetime:
        return self.time

    def advance(self, duration: timedelta) -> None:
        """Let time pass."""
        self.time += duration


class SecondsClock:
    """A clock that returns seconds, like ``time.time`` and ``time.monotonic``."""

    def __init__(self, seconds: float = 1_000.0) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds


@dataclass
class WaitingClock:
    """A clock of seconds that pass only during a wait, or when ``time`` is set."""

    time: float = 1000.0
    waits: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.time

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds

    @property
    def timing(self) -> Timing:
        return Timing(monotonic=self.monotonic, wait=self.wait, jitter=lambda: 0.5)
