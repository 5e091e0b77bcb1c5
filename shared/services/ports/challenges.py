"""The memory of challenges that were used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from shared.domain.accounts.challenges import Challenge


class UsedChallenges(Protocol):
    """Remembers used challenges, each at least until it expires."""

    def add(self, challenge: Challenge) -> None:
        """Remember a challenge. Raises ProofUsedError if it was used before."""
        ...
