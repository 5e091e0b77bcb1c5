"""The challenges that were used, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.services.ports.conflicts import ProofUsedError

if TYPE_CHECKING:
    from shared.adapters.memory.database import MemoryDatabase
    from shared.domain.accounts.challenges import Challenge


class MemoryUsedChallenges:
    """A ports.UsedChallenges. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def add(self, challenge: Challenge) -> None:
        """See ports.UsedChallenges."""
        with self._database.lock:
            if challenge.hash in self._database.used_challenges:
                raise ProofUsedError("the challenge was used before")
            self._database.used_challenges[challenge.hash] = challenge.remembered_until
