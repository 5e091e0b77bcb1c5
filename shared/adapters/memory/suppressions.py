"""Suppressed addresses, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.expiry import unless_expired

if TYPE_CHECKING:
    from datetime import datetime

    from shared.adapters.memory.database import MemoryDatabase
    from shared.domain.suppressions import Suppression


class MemorySuppressions:
    """A ports.SuppressionList. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def find(self, canonical_email: str, *, now: datetime) -> Suppression | None:
        """See ports.SuppressionList."""
        with self._database.lock:
            return unless_expired(self._database.suppressions.get(canonical_email), now)

    def add(self, suppression: Suppression, *, now: datetime) -> None:
        """See ports.SuppressionList."""
        with self._database.lock:
            known = self.find(suppression.canonical_email, now=now)
            if known is None or known.gives_way_to(suppression):
                self._database.suppressions[suppression.canonical_email] = suppression
