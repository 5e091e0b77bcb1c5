"""Where it is kept how often somebody has tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.limits import BucketState


class LimitStore(Protocol):
    """What is remembered to keep limits. What has expired is absent, deleted or not."""

    def find(self, key: str, *, now: datetime) -> BucketState | None:
        """Return the tally (strongly consistent), or None."""
        ...

    def swap(self, key: str, tally: BucketState, *, expected: BucketState | None, now: datetime) -> None:
        """Store a tally in the place of the one expected; None expects none. Raises BucketChangedError."""
        ...
