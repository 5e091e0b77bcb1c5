"""Checking of second factors: which write uses up what somebody has sent as one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shared.domain.accounts.errors import InvalidFactorError
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.mails import MailKind
from shared.services.ports.proofs import ProofUse, RecoveryCodeUse, TotpUse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.factors import Factors
    from shared.domain.accounts.passkeys import AssertionAnswer
    from shared.domain.accounts.security_events import SecurityEvent
    from shared.domain.accounts.sessions import Origin
    from shared.domain.mails import OutgoingMail
    from shared.services.accounts.passkey_checks import PasskeyChecks
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.ports.security import Secrets

KEYRING = "factor-keys"
"""Keys of their own, since an authenticator works for as long as its key is held: see docs/operations.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFactor:
    """What somebody has sent as a second factor, as it was typed: one of these."""

    code: str | None = field(default=None, repr=False)
    recovery_code: str | None = field(default=None, repr=False)
    passkey: AssertionAnswer | None = field(default=None, repr=False)


class FactorChecks:
    """Checks second factors. This takes no request, but for ``passkeys``, which are apart."""

    def __init__(self, secrets: Secrets, passkeys: Callable[[], PasskeyChecks]) -> None:
        self._secrets = secrets
        self.passkeys = passkeys

    def use_of(self, given: GivenFactor, factors: Factors, now: datetime) -> ProofUse:
        """Return what uses up a factor that is right, as far as can be told before it is used.

        Raises InvalidFactorError for one that is wrong or was used before, SecretsUnavailableError.
        """
        keyring = self._secrets.keyring(KEYRING)
        if given.code is not None and factors.totp is not None:
            step = factors.totp.step_of(given.code, keyring, now)
            if step is not None:
                return TotpUse(account_id=factors.totp.account_id, step=step)
        if given.recovery_code is not None and factors.recovery is not None:
            stored = factors.recovery.find(given.recovery_code, keyring)
            if stored is not None:
                return RecoveryCodeUse(account_id=factors.recovery.account_id, stored=stored)
        raise wrong_factor()


def records_of_use(
    records: SecurityRecords, account_id: str, use: ProofUse, origin: Origin, at: datetime
) -> tuple[Sequence[SecurityEvent], Sequence[OutgoingMail]]:
    """Return what is recorded when a factor is used: nothing, unless it is a recovery code."""
    if not isinstance(use, RecoveryCodeUse):
        return (), ()
    event = records.event(account_id, SecurityEventKind.RECOVERY_CODE_USED, origin, at)
    return (event,), (records.mail(account_id, MailKind.RECOVERY_CODE_USED, at),)


def wrong_factor() -> InvalidFactorError:
    """Return the one error for every factor that will not do, so that it tells nothing else."""
    return InvalidFactorError("the code is wrong, has expired, or was used before")
