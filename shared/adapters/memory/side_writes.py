"""What is written with a new version of an account, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.factors import Factors
from shared.services.ports.conflicts import AccountChangedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.adapters.memory.database import MemoryDatabase
    from shared.services.ports.side_writes import SideWrite


def add_side_writes(database: MemoryDatabase, writes: Sequence[SideWrite]) -> None:
    """Write all of these, or raise AccountChangedError and write none. Whoever calls it holds the lock."""
    for write in writes:
        stored = database.factors.get(write.account_id, Factors())
        if write.after.pending is None and write.before.pending not in (None, stored.pending):
            raise AccountChangedError("the authenticator was begun anew")
    for write in writes:
        stored = database.factors.get(write.account_id, Factors())
        database.factors[write.account_id] = Factors(
            **{
                part: after if (after := getattr(write.after, part)) != getattr(write.before, part) else kept
                for part in ("totp", "pending", "recovery")
                for kept in (getattr(stored, part),)
            }
        )
