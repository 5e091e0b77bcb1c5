"""Second factors: what an account asks for besides the first proof of who somebody is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from shared.domain.accounts.challenges import ChallengeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.domain.accounts.account import Account

SECOND_FACTOR = ChallengeKind(name="second-factor", ttl=timedelta(minutes=5))
"""The challenge of a sign-in whose first factor was proved. Its subject is the id of the account."""


class FirstFactor(StrEnum):
    """What a sign-in begins with."""

    PASSWORD = "password"  # noqa: S105 - the name of a factor
    IDENTITY = "identity"
    """An account at another service."""
    PASSKEY = "passkey"
    """With user verification (WebAuthn): something that somebody has, and something that they know or are."""

    @property
    def is_both(self) -> bool:
        """Whether it proves two factors at once, so that no second one is asked for."""
        return self is FirstFactor.PASSKEY


class SecondFactor(StrEnum):
    """A second factor that an account can have, as its profile names it."""

    TOTP = "totp"


class Method(StrEnum):
    """What can be sent as a second factor."""

    TOTP = "totp"
    RECOVERY_CODE = "recovery_code"
    PASSKEY = "passkey"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorNeeded:
    """A sign-in that a second factor completes: its challenge, as clients have it, and what can be sent with it."""

    challenge: str = field(repr=False)
    methods: Sequence[Method]
    expires_in_seconds: int
    account_id: str
    password_is_short: bool = False


def methods_of(account: Account) -> Sequence[Method]:
    """Return what an account with a second factor takes as one. Factors that only newer code knows are left out."""
    own = [method for method in Method if method in account.second_factors]
    return [*own, Method.RECOVERY_CODE, *([Method.PASSKEY] if account.passkeys else [])]
