"""Passkeys in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.expiry import unless_expired
from shared.services.ports.conflicts import AccountChangedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.adapters.memory.database import MemoryDatabase
    from shared.domain.accounts.account import Account
    from shared.domain.accounts.passkeys import Passkey, PasskeysChange, PasskeyUse


class MemoryPasskeyStore:
    """A ports.PasskeyStore. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def find(self, account_id: str, passkey_id: str, *, now: datetime) -> tuple[Account | None, Passkey | None]:
        """See ports.PasskeyStore."""
        with self._database.lock:
            account = unless_expired(self._database.accounts.get(account_id), now)
            return account, _own(self._database, account_id, passkey_id)

    def list_all(self, account_id: str) -> Sequence[Passkey]:
        """See ports.PasskeyStore."""
        with self._database.lock:
            return [each for each in self._database.passkeys.values() if each.account_id == account_id]

    def is_known(self, passkey_id: str) -> bool:
        """See ports.PasskeyStore."""
        with self._database.lock:
            return passkey_id in self._database.passkeys

    def rename(self, account_id: str, passkey_id: str, name: str) -> bool:
        """See ports.PasskeyStore."""
        with self._database.lock:
            passkey = _own(self._database, account_id, passkey_id)
            if passkey is not None:
                self._database.passkeys[passkey_id] = replace(passkey, name=name)
            return passkey is not None


def check_passkeys_change(database: MemoryDatabase, change: PasskeysChange) -> None:
    """Raise AccountChangedError if somebody has a passkey that is to be added. Whoever calls it holds the lock."""
    if any(passkey.id in database.passkeys for passkey in change.added):
        raise AccountChangedError("somebody has this passkey")


def apply_passkeys_change(database: MemoryDatabase, change: PasskeysChange) -> None:
    """Add and remove passkeys. Whoever calls it holds the lock, and has checked the change."""
    for passkey in change.removed:
        database.passkeys.pop(passkey.id, None)
    database.passkeys.update({passkey.id: passkey for passkey in change.added})


def is_unused(database: MemoryDatabase, use: PasskeyUse) -> bool:
    """Return whether a use follows what is stored. Whoever calls it holds the lock."""
    passkey = _own(database, use.account_id, use.passkey_id)
    return passkey is not None and use.follows(passkey)


def use_passkey(database: MemoryDatabase, use: PasskeyUse) -> None:
    """Store a use that follows what is stored. Whoever calls it holds the lock."""
    database.passkeys[use.passkey_id] = use.applied_to(database.passkeys[use.passkey_id])


def _own(database: MemoryDatabase, account_id: str, passkey_id: str) -> Passkey | None:
    passkey = database.passkeys.get(passkey_id)
    return passkey if passkey is not None and passkey.account_id == account_id else None
