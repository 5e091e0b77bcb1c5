"""Whether the stores answer."""

from __future__ import annotations

from typing import Protocol

from shared.domain.errors import StoreUnavailableError

RAISES = (StoreUnavailableError,)


class Readiness(Protocol):
    """Whether the stores answer."""

    def check(self) -> None:
        """Ask every table for one cheap thing. Raises StoreUnavailableError, or what a wrong deployment raises."""
        ...
