"""What an account has of factors: an authenticator, one that is being set up, and recovery codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.accounts.recovery_codes import RecoveryCodes
    from shared.domain.accounts.totp import Totp


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """The factors of an account. ``pending`` is an authenticator that no code has confirmed yet."""

    totp: Totp | None = None
    pending: Totp | None = None
    recovery: RecoveryCodes | None = None

    @property
    def recovery_codes_left(self) -> int:
        """How many recovery codes can still be used."""
        return len(self.recovery.stored) if self.recovery else 0

    def without_added_since(self, moment: datetime) -> Factors:
        """Return the factors that were there before."""
        return Factors(
            totp=self.totp if self.totp and self.totp.created_at < moment else None,
            pending=self.pending if self.pending and self.pending.created_at < moment else None,
            recovery=self.recovery if self.recovery and self.recovery.created_at < moment else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorsChange:
    """A change of factors, which goes with a new version of their account. Of ``after``, what differs is stored."""

    account_id: str
    before: Factors
    after: Factors
