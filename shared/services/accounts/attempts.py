"""How often a change of an account is tried that others get in the way of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import StoreUnavailableError

if TYPE_CHECKING:
    from shared.services.timing import Timing

MAX_ATTEMPTS = 8
PAUSE_SECONDS = 0.05
"""The n-th pause is a random part of n times this; there is none before the second attempt."""


def pause(timing: Timing, attempt: int) -> None:
    """Wait before an attempt; the first is 0."""
    if attempt > 1:
        timing.wait(PAUSE_SECONDS * attempt * timing.jitter())


def account_busy() -> StoreUnavailableError:
    """Return what is raised after the last attempt."""
    return StoreUnavailableError("others are changing the account at the same time")
