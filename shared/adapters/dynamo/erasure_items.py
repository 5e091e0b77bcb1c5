"""The items of the register of erasures: what is due, and the tombstones of what was erased."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pynamodb.attributes import UnicodeAttribute

from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.adapters.dynamo.attributes import MillisecondsAttribute
from shared.domain.accounts.erasure import TOMBSTONE_KEPT_FOR, Erasure

if TYPE_CHECKING:
    from datetime import datetime

ERASURES = "ERASURES"
"""The one partition of all erasures: few accounts are deleted at a time."""
DUE_PREFIX, ERASED_PREFIX = "DUE#", "ERASED#"


class ErasureItem(AccountsTableItem):
    """An erasure that is not finished, in the order of time: ``ERASURES / DUE#time#id``."""

    account_id = UnicodeAttribute()
    due_at = MillisecondsAttribute()
    closed_at = MillisecondsAttribute(null=True)

    @classmethod
    def key(cls, account_id: str, due_at: datetime) -> tuple[str, str]:
        """Return the key of an erasure."""
        return ERASURES, f"{DUE_PREFIX}{due_at:%Y-%m-%dT%H:%M:%SZ}#{account_id}"

    @classmethod
    def of(cls, erasure: Erasure) -> Self:
        """Return the item of an erasure."""
        key = cls.key(erasure.account_id, erasure.due_at)
        return cls(*key, account_id=erasure.account_id, due_at=erasure.due_at, closed_at=erasure.closed_at)

    def to_erasure(self) -> Erasure:
        """Return the erasure."""
        return Erasure(account_id=self.account_id, due_at=self.due_at, closed_at=self.closed_at)


class TombstoneItem(AccountsTableItem):
    """What is left of an account, for a year: ``ERASURES / ERASED#time#id``."""

    account_id = UnicodeAttribute()
    due_at = MillisecondsAttribute()
    closed_at = MillisecondsAttribute()
    erased_at = MillisecondsAttribute()

    @classmethod
    def of(cls, erasure: Erasure, *, erased_at: datetime) -> Self:
        """Return the tombstone of an account."""
        return cls(
            ERASURES,
            f"{ERASED_PREFIX}{erased_at:%Y-%m-%dT%H:%M:%SZ}#{erasure.account_id}",
            account_id=erasure.account_id,
            due_at=erasure.due_at,
            closed_at=erasure.closed_at,
            erased_at=erased_at,
            expires_at=erased_at + TOMBSTONE_KEPT_FOR,
        )
