"""How use cases wait: the clock, the pauses and the randomness of retries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from shared.domain.errors import BookBusyError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

READS = 5
"""How often something is read that may be visible only in part."""
PAUSE_SECONDS = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The clock and the pauses of a retry loop; ``jitter`` returns a number in [0, 1)."""

    monotonic: Callable[[], float]
    wait: Callable[[float], None]
    jitter: Callable[[], float]

    def once_visible(self, read: Callable[[], T | None]) -> T:
        """Return what ``read`` returns; that is None while a commit, which appears item by item, is visible in part.

        Raises BookBusyError if it still is at the last of READS times.
        """
        for attempt in range(READS):
            found = read()
            if found is not None:
                return found
            self.wait(PAUSE_SECONDS * (attempt + self.jitter()))
        raise BookBusyError("the latest change is still being written")
