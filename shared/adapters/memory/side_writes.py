"""What is written with a new version of an account, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.memory.passkey_store import apply_passkeys_change, check_passkeys_change
from shared.domain.accounts.factors import Factors
from shared.domain.accounts.identities import Identity, IdentityRemoval
from shared.domain.accounts.passkeys import PasskeysChange
from shared.services.ports.conflicts import AccountChangedError
from shared.services.ports.side_writes import OnlyWhileAdmin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.adapters.memory.database import MemoryDatabase
    from shared.services.ports.side_writes import SideWrite


def add_side_writes(database: MemoryDatabase, writes: Sequence[SideWrite]) -> None:
    """Write all of these, or raise AccountChangedError and write none. Whoever calls it holds the lock."""
    for write in writes:
        _check(database, write)
    for write in writes:
        _apply(database, write)


def _check(database: MemoryDatabase, write: SideWrite) -> None:
    if isinstance(write, IdentityRemoval):
        require_identity(database, write.identity)
    elif isinstance(write, PasskeysChange):
        check_passkeys_change(database, write)
    elif isinstance(write, OnlyWhileAdmin):
        admin = database.accounts.get(write.account_id)
        if admin is None or not admin.is_admin:
            raise AccountChangedError("the account is no longer that of an administrator")
    else:
        stored = database.factors.get(write.account_id, Factors())
        if write.after.pending is None and write.before.pending not in (None, stored.pending):
            raise AccountChangedError("the authenticator was begun anew")


def _apply(database: MemoryDatabase, write: SideWrite) -> None:
    if isinstance(write, IdentityRemoval):
        del database.identities[write.identity.id]
    elif isinstance(write, PasskeysChange):
        apply_passkeys_change(database, write)
    elif not isinstance(write, OnlyWhileAdmin):
        stored = database.factors.get(write.account_id, Factors())
        database.factors[write.account_id] = Factors(
            **{
                part: after if (after := getattr(write.after, part)) != getattr(write.before, part) else kept
                for part in ("totp", "pending", "recovery")
                for kept in (getattr(stored, part),)
            }
        )


def require_identity(database: MemoryDatabase, identity: Identity) -> None:
    """Raise AccountChangedError unless the account has the identity."""
    stored = database.identities.get(identity.id)
    if stored is None or stored.account_id != identity.account_id:
        raise AccountChangedError("the account does not have the identity")
