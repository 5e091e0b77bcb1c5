"""How use cases wait: the clock, the pauses and the randomness of retries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The clock and the pauses of a retry loop; ``jitter`` returns a number in [0, 1)."""

    monotonic: Callable[[], float]
    wait: Callable[[float], None]
    jitter: Callable[[], float]
