"""The end of an account: for a week its deletion can be undone; then everything of it is erased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

GRACE = timedelta(days=7)
"""How long a deletion can be undone. Until then the account and its book are of no use, and nothing is missing."""
SETTLING = timedelta(hours=2)
"""How long after the account is gone something of it may still be written by what had begun before: longer than any
request, task, message or signed link lives. Whatever that leaves is erased after it."""
TOMBSTONE_KEPT_FOR = timedelta(days=365)
"""How long it is known that an account was erased: longer than any backup of its data lives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """The erasure of an account, and of the book that has its id.

    ``closed_at`` is when account and book ceased to exist; what is left of them belongs to nobody from then on.
    """

    account_id: str
    due_at: datetime
    closed_at: datetime | None = None

    @property
    def book_id(self) -> str:
        """The id of the account's book."""
        return self.account_id

    def is_settled(self, now: datetime) -> bool:
        """Return whether nothing of the account can be written any more."""
        return self.closed_at is not None and now >= self.closed_at + SETTLING
