"""What proves something once: the write that it allows uses it up, on the condition that it was not used before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from shared.domain.accounts.challenges import Challenge
from shared.domain.accounts.passkeys import PasskeyUse


@dataclass(frozen=True, slots=True, kw_only=True)
class TotpUse:
    """A code of an account's authenticator, by its time step. Codes of that step and of earlier ones are used up."""

    account_id: str
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodeUse:
    """A recovery code of an account, by what is stored of it."""

    account_id: str
    stored: str


ProofUse: TypeAlias = Challenge | TotpUse | RecoveryCodeUse | PasskeyUse
