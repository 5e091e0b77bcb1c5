"""Setting up and removing an authenticator app, and the recovery codes that come with it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from shared.domain.accounts.errors import NoSecondFactorError, PasswordTooShortError
from shared.domain.accounts.factors import Factors, FactorsChange
from shared.domain.accounts.recovery_codes import COUNT, RecoveryCodes, new_code
from shared.domain.accounts.second_factors import SecondFactor
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.accounts.totp import PENDING_TTL, Totp, base32, otpauth_uri
from shared.domain.errors import (
    EmailNotVerifiedError,
    FieldProblem,
    InvalidInputError,
    OutcomeUnknownError,
    SecretsUnavailableError,
    StoreUnavailableError,
)
from shared.domain.mails import MailKind
from shared.services.accounts import current_accounts
from shared.services.accounts.factor_checks import KEYRING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.sessions import Origin
    from shared.domain.keyrings import Keyring
    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.writer import AccountWriter
    from shared.services.books.access import Caller
    from shared.services.ports.factors import FactorStore
    from shared.services.ports.security import Secrets

RAISES = (
    *current_accounts.RAISES,
    EmailNotVerifiedError,
    NoSecondFactorError,
    OutcomeUnknownError,
    PasswordTooShortError,
    SecretsUnavailableError,
    StoreUnavailableError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAuthenticator:
    """What an authenticator app needs: the secret in base32, and the link that has it. Neither is shown again."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    expires_at: datetime


class Authenticators:
    """The authenticators and recovery codes of callers. Of each change there is an event, and a message."""

    def __init__(
        self,
        accounts: CurrentAccounts,
        writer: AccountWriter,
        store: FactorStore,
        records: SecurityRecords,
        secrets: Secrets,
        *,
        now: Callable[[], datetime],
        new_nonce: Callable[[], bytes],
        new_code_bytes: Callable[[], bytes],
    ) -> None:
        self._accounts = accounts
        self._writer = writer
        self._store = store
        self._records = records
        self._secrets = secrets
        self._now = now
        self._new_nonce = new_nonce
        self._new_code_bytes = new_code_bytes

    def begin(self, caller: Caller) -> NewAuthenticator:
        """Begin to set up an authenticator, which a code confirms within an hour; an earlier beginning is void.

        An authenticator that the account has goes on working until then. This takes one read and one write.
        Raises EmailNotVerifiedError, what ``CurrentAccounts.of`` raises, SecretsUnavailableError,
        StoreUnavailableError, OutcomeUnknownError.
        """
        now = self._now()
        account = _verified(self._accounts.of(caller))
        keyring = self._keyring()
        pending = Totp(
            account_id=account.id,
            salt=self._new_nonce().hex(),
            key_id=keyring.signing_key_id,
            created_at=now,
            expires_at=(now + PENDING_TTL).replace(microsecond=0),
        )
        secret = pending.secret(keyring)
        self._store.begin(pending)
        assert pending.expires_at is not None
        return NewAuthenticator(
            secret=base32(secret), uri=otpauth_uri(secret, account.email), expires_at=pending.expires_at
        )

    def confirm(self, caller: Caller, code: str, origin: Origin) -> Sequence[str]:
        """Let signing in take a code of the authenticator that was begun, and return ten new recovery codes.

        The code is used up by that. An authenticator and codes that the account had stop working. This takes two reads
        and one write. Raises InvalidInputError (``/code``: ``wrong_code``, or ``nothing_to_confirm``), and what
        ``AccountWriter.change`` raises.
        """
        now = self._now()
        keyring = self._keyring()
        codes = self._new_codes()
        changes: list[FactorsChange] = []

        def decide(account: Account) -> Account:
            _, before = self._store.find(_verified(account).id, now=now)
            totp = _confirmed(before.pending, code, keyring, now)
            recovery = RecoveryCodes.of(account.id, codes, keyring, at=now)
            after = Factors(totp=totp, recovery=recovery)
            changes[:] = [FactorsChange(account_id=account.id, before=before, after=after)]
            return account.with_second_factor(SecondFactor.TOTP)

        self._change(caller, decide, changes, SecurityEventKind.TOTP_ACTIVATED, MailKind.TOTP_ACTIVATED, origin, now)
        return codes

    def state(self, caller: Caller) -> Factors:
        """Return the factors of the caller. This takes two reads. Raises what ``CurrentAccounts.of`` raises."""
        account = self._accounts.of(caller)
        return self._store.find(account.id, now=self._now())[1]

    def remove(self, caller: Caller, origin: Origin) -> None:
        """Let signing in take no code; without another second factor, the recovery codes go as well.

        Nothing happens if there is no authenticator. This takes two reads and one write. Raises PasswordTooShortError,
        and what ``AccountWriter.change`` raises.
        """
        now = self._now()
        changes: list[FactorsChange] = []

        def decide(account: Account) -> Account | None:
            _, before = self._store.find(account.id, now=now)
            if before.totp is None:
                return None
            changed = account.without_second_factor(SecondFactor.TOTP)
            after = Factors(pending=before.pending, recovery=before.recovery if changed.has_second_factor else None)
            changes[:] = [FactorsChange(account_id=account.id, before=before, after=after)]
            return changed

        self._change(caller, decide, changes, SecurityEventKind.TOTP_REMOVED, MailKind.TOTP_REMOVED, origin, now)

    def make_codes(self, caller: Caller, origin: Origin) -> Sequence[str]:
        """Return ten new recovery codes, in the place of those that the account had. Takes two reads and one write.

        Raises NoSecondFactorError, and what ``AccountWriter.change`` raises.
        """
        now = self._now()
        keyring = self._keyring()
        codes = self._new_codes()
        changes: list[FactorsChange] = []

        def decide(account: Account) -> Account:
            if not account.has_second_factor:
                raise NoSecondFactorError("set up a second factor first: recovery codes stand in for it")
            _, before = self._store.find(account.id, now=now)
            after = replace(before, recovery=RecoveryCodes.of(account.id, codes, keyring, at=now))
            changes[:] = [FactorsChange(account_id=account.id, before=before, after=after)]
            return account

        kind, mail = SecurityEventKind.RECOVERY_CODES_MADE, MailKind.RECOVERY_CODES_MADE
        self._change(caller, decide, changes, kind, mail, origin, now)
        return codes

    def _change(
        self,
        caller: Caller,
        decide: Callable[[Account], Account | None],
        changes: Sequence[FactorsChange],
        kind: SecurityEventKind,
        mail: MailKind,
        origin: Origin,
        now: datetime,
    ) -> None:
        """Carry out a change of factors, with its event and its message: factors are for verified addresses only."""
        event = self._records.act(caller, kind, origin, now)
        notice = self._records.mail(caller.account_id, mail, now)
        self._writer.change(caller, decide, events=[event], mails=[notice], sides=lambda: changes)

    def _keyring(self) -> Keyring:
        return self._secrets.keyring(KEYRING)

    def _new_codes(self) -> Sequence[str]:
        return [new_code(self._new_code_bytes()) for _ in range(COUNT)]


def _verified(account: Account) -> Account:
    """Return an account whose address is verified: another one may be replaced by whoever registers it next."""
    if not account.is_verified:
        raise EmailNotVerifiedError("follow the link in the message that we sent you")
    return account


def _confirmed(pending: Totp | None, code: str, keyring: Keyring, now: datetime) -> Totp:
    if pending is None:
        raise _refused("nothing_to_confirm", "Begin with POST /api/v1/auth/me/totp; that is kept for an hour.")
    step = pending.step_of(code, keyring, now)
    if step is None:
        raise _refused("wrong_code", "The authenticator shows another code. Check the clock of your device.")
    return replace(pending, last_step=step, created_at=now, expires_at=None)


def _refused(code: str, detail: str) -> InvalidInputError:
    return InvalidInputError(FieldProblem(pointer="/code", code=code, detail=detail))
