"""Waiting for what the service carries out in the background."""

from __future__ import annotations

from collections.abc import Iterator

FINAL = frozenset({"done", "failed", "cancelled"})
"""The states of what has ended."""
FIRST_PAUSE_SECONDS = 0.3
MAX_PAUSE_SECONDS = 3.0


def pauses() -> Iterator[float]:
    """Yield how many seconds to wait before each look: what takes long is looked at less often."""
    pause = FIRST_PAUSE_SECONDS
    while True:
        yield pause
        pause = min(pause * 1.5, MAX_PAUSE_SECONDS)
