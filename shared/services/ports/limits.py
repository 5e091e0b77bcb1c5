"""The store of rate limit buckets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.limits import BucketState


class LimitStore(Protocol):
    """The states of buckets. Expired ones count as absent, whether deleted or not."""

    def find(self, key: str, *, now: datetime) -> BucketState | None:
        """Return the state of the bucket (strongly consistent), or None."""
        ...

    def swap(self, key: str, state: BucketState, *, expected: BucketState | None, now: datetime) -> None:
        """Replace the expected state by a new one; None expects that there is none. Raises BucketChangedError."""
        ...
