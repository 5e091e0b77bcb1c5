"""The items of used challenges in the Ephemeral table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from shared.adapters.dynamo.attributes import ExpiryAttribute

if TYPE_CHECKING:
    from shared.domain.accounts.challenges import Challenge

CHALLENGE_PREFIX = "CHALLENGE#"


class ChallengeItem(Model):
    """A challenge that was used: ``CHALLENGE#hash``. It says no more than that."""

    pk = UnicodeAttribute(hash_key=True)
    expires_at = ExpiryAttribute()

    @classmethod
    def of(cls, challenge: Challenge) -> Self:
        """Return the item of a challenge."""
        return cls(f"{CHALLENGE_PREFIX}{challenge.hash}", expires_at=challenge.remembered_until)
