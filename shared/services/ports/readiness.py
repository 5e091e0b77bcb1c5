"""Whether the stores are available."""

from __future__ import annotations

from typing import Protocol

from shared.domain.errors import StoreUnavailableError

RAISES = (StoreUnavailableError,)


class Readiness(Protocol):
    """Whether the stores are available."""

    def check(self) -> None:
        """Make one cheap request to every table. Raises StoreUnavailableError, or the errors of a wrong deployment."""
        ...
