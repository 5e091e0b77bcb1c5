"""Things that expire at a known time, whether or not they have been deleted by then."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, TypeVar


class Expiring(Protocol):
    """Something that may expire at a known time."""

    @property
    def expires_at(self) -> datetime | None:
        """When it expires; None means never."""
        ...


_Found = TypeVar("_Found", bound=Expiring)


def unless_expired(found: _Found | None, now: datetime) -> _Found | None:
    """Return what was found, or None if it has expired: from that moment it counts as absent, deleted or not."""
    return None if found is None or (found.expires_at is not None and found.expires_at <= now) else found
