"""The directory of accounts in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.expiry import unless_expired

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.adapters.memory.database import MemoryDatabase
    from shared.domain.accounts.account import Account


class MemoryAccountDirectory:
    """A ports.AccountDirectory. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def page(
        self, beginning: str, *, limit: int, after: tuple[str, str] | None = None, now: datetime
    ) -> tuple[Sequence[Account], tuple[str, str] | None]:
        """See ports.AccountDirectory."""
        with self._database.lock:
            every = list(self._database.accounts.values())
        found = sorted((account for account in every if account.canonical_email.startswith(beginning)), key=_place)
        rows = [account for account in found if after is None or _place(account) > (after[0].encode(), after[1])]
        page = rows[:limit]
        more = (page[-1].canonical_email, page[-1].id) if len(rows) > limit else None
        return [account for account in page if unless_expired(account, now)], more


def _place(account: Account) -> tuple[bytes, str]:
    return account.canonical_email.encode(), account.id
