"""What ceases to exist at a known time, whether or not somebody has deleted it by then."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, TypeVar


class Expiring(Protocol):
    """What may cease to exist at a known time."""

    @property
    def expires_at(self) -> datetime | None:
        """When it does; None: never."""
        ...


_Found = TypeVar("_Found", bound=Expiring)


def unless_expired(found: _Found | None, now: datetime) -> _Found | None:
    """Return what was found, or None when it has expired: deleted or not, it is absent from that moment."""
    return None if found is None or (found.expires_at is not None and found.expires_at <= now) else found
