"""Using up proofs in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.adapters.memory.passkey_store import is_unused, use_passkey
from shared.domain.accounts.challenges import Challenge
from shared.domain.accounts.factors import Factors
from shared.domain.accounts.passkeys import PasskeyUse
from shared.services.ports.conflicts import ProofUsedError
from shared.services.ports.proofs import RecoveryCodeUse, TotpUse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.adapters.memory.database import MemoryDatabase
    from shared.services.ports.proofs import ProofUse


def use_up(database: MemoryDatabase, uses: Sequence[ProofUse]) -> None:
    """Use up all of these, or raise ProofUsedError and none. Whoever calls it holds the lock."""
    if not all(_is_unused(database, use) for use in uses):
        raise ProofUsedError("one of the proofs was used before")
    for use in uses:
        if isinstance(use, Challenge):
            database.used_challenges[use.hash] = use.remembered_until
            continue
        if isinstance(use, PasskeyUse):
            use_passkey(database, use)
            continue
        factors = database.factors[use.account_id]
        if isinstance(use, TotpUse):
            assert factors.totp is not None
            factors = replace(factors, totp=replace(factors.totp, last_step=use.step))
        else:
            assert factors.recovery is not None
            left = factors.recovery.stored - {use.stored}
            factors = replace(factors, recovery=replace(factors.recovery, stored=left))
        database.factors[use.account_id] = factors


def _is_unused(database: MemoryDatabase, use: ProofUse) -> bool:
    if isinstance(use, Challenge):
        return use.hash not in database.used_challenges
    if isinstance(use, PasskeyUse):
        return is_unused(database, use)
    factors = database.factors.get(use.account_id, Factors())
    if isinstance(use, RecoveryCodeUse):
        return factors.recovery is not None and use.stored in factors.recovery.stored
    return factors.totp is not None and (factors.totp.last_step is None or factors.totp.last_step < use.step)
