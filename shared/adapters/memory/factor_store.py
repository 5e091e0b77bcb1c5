"""Factors in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.accounts.factors import Factors
from shared.domain.expiry import unless_expired

if TYPE_CHECKING:
    from datetime import datetime

    from shared.adapters.memory.database import MemoryDatabase
    from shared.domain.accounts.account import Account
    from shared.domain.accounts.totp import Totp


class MemoryFactorStore:
    """A ports.FactorStore. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def find(self, account_id: str, *, now: datetime) -> tuple[Account | None, Factors]:
        """See ports.FactorStore."""
        with self._database.lock:
            factors = self._database.factors.get(account_id, Factors())
            account = unless_expired(self._database.accounts.get(account_id), now)
        return account, replace(factors, pending=unless_expired(factors.pending, now))

    def begin(self, pending: Totp) -> None:
        """See ports.FactorStore."""
        with self._database.lock:
            factors = self._database.factors.get(pending.account_id, Factors())
            self._database.factors[pending.account_id] = replace(factors, pending=pending)
