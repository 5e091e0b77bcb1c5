"""Step-up: the owner of a session proves again who they are, before something that a copied token must not do."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shared.domain.accounts.errors import (
    InvalidChallengeError,
    InvalidFactorError,
    InvalidPasskeyError,
    StepUpRequiredError,
)
from shared.domain.accounts.passwords import normalize_password
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.errors import (
    FieldProblem,
    InvalidInputError,
    OutcomeUnknownError,
    SecretsUnavailableError,
    StoreUnavailableError,
)
from shared.services.accounts import current_accounts
from shared.services.accounts.factor_checks import GivenFactor, records_of_use
from shared.services.ports.conflicts import ProofUsedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.passkeys import AssertionAnswer
    from shared.domain.accounts.sessions import Origin
    from shared.domain.mails import OutgoingMail
    from shared.services.accounts.current_accounts import CurrentAccounts
    from shared.services.accounts.factor_checks import FactorChecks
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.books.access import Caller
    from shared.services.ports.factors import FactorStore
    from shared.services.ports.proofs import ProofUse
    from shared.services.ports.security import PasswordHasher
    from shared.services.ports.sessions import SecurityEventStore, SessionStore

RAISES = (
    *current_accounts.RAISES,
    StepUpRequiredError,
    InvalidChallengeError,
    InvalidInputError,
    OutcomeUnknownError,
    SecretsUnavailableError,
    StoreUnavailableError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenProof:
    """What somebody has sent to prove who they are: a password, or a second factor."""

    password: str | None = field(default=None, repr=False)
    factor: GivenFactor = field(default_factory=GivenFactor)

    @property
    def name(self) -> str:
        """The member of the request that was sent."""
        if self.password is not None:
            return "password"
        if self.factor.passkey is not None:
            return "passkey"
        return "code" if self.factor.code is not None else "recovery_code"


class StepUp:
    """Makes sessions fresh. An account with a second factor needs that, another one its password."""

    def __init__(
        self,
        accounts: CurrentAccounts,
        store: FactorStore,
        sessions: SessionStore,
        events: SecurityEventStore,
        records: SecurityRecords,
        checks: Callable[[], FactorChecks],
        hasher: Callable[[], PasswordHasher],
        *,
        now: Callable[[], datetime],
    ) -> None:
        """``checks`` and ``hasher`` are called by those who need them only."""
        self._accounts = accounts
        self._store = store
        self._sessions = sessions
        self._events = events
        self._records = records
        self._checks = checks
        self._hasher = hasher
        self._now = now

    def step_up(self, caller: Caller, given: GivenProof, origin: Origin) -> None:
        """Make the session of the caller a fresh one. This takes two reads and a write, or a read, a hash and a write.

        Raises InvalidInputError for a wrong password or factor, or for a password where a factor is needed;
        StepUpRequiredError for a token without a session; what ``CurrentAccounts.of`` raises, SecretsUnavailableError,
        StoreUnavailableError, OutcomeUnknownError.
        """
        now = self._now()
        account = self._accounts.of(caller)
        if caller.session_id is None:
            raise StepUpRequiredError("this token has no session: sign in again")
        uses = self._proved(account, given, origin, now)
        done = self._records.act(caller, SecurityEventKind.STEPPED_UP, origin, now)
        mails: Sequence[OutgoingMail] = ()
        events = [done]
        for use in uses:
            more, mails = records_of_use(self._records, account.id, use, origin, now)
            events += more
        try:
            self._sessions.authenticate(account.id, caller.session_id, at=now, uses=uses, events=events, mails=mails)
        except ProofUsedError:
            raise _refused(given.name, "wrong_code", "The code is wrong, or was used before.") from None

    def _proved(self, account: Account, given: GivenProof, origin: Origin, now: datetime) -> Sequence[ProofUse]:
        """Return what the proof uses up. Raises InvalidInputError."""
        if given.factor.passkey is not None:
            return self._proved_by_passkey(account.id, given.factor.passkey, origin, now)
        if not account.has_second_factor:
            if given.password is None:
                raise _refused(given.name, "no_second_factor", "Your account has no second factor: send the password.")
            if not account.has_password:
                raise _refused("password", "no_password", "Your account has no password: sign in again instead.")
            if self._hasher().verify(normalize_password(given.password), account.password_hash):
                return ()
            self._record_failure(account.id, origin, now)
            raise _refused("password", "wrong_password", "This is not the password of your account.")
        if given.password is not None:
            raise _refused("password", "second_factor_needed", "Your account has a second factor: send that.")
        _, factors = self._store.find(account.id, now=now)
        try:
            return [self._checks().use_of(given.factor, factors, now)]
        except InvalidFactorError:
            self._record_failure(account.id, origin, now)
            raise _refused(given.name, "wrong_code", "The code is wrong, or was used before.") from None

    def _proved_by_passkey(
        self, account_id: str, answer: AssertionAnswer, origin: Origin, now: datetime
    ) -> Sequence[ProofUse]:
        """Return what a passkey uses up, which is both factors: its owner was verified. Raises InvalidInputError."""
        try:
            return self._checks().passkeys().both_factors(account_id, answer, now)
        except InvalidPasskeyError:
            self._record_failure(account_id, origin, now)
            raise _refused(
                "passkey", "invalid_passkey", "The passkey is none of yours, or cannot be verified."
            ) from None

    def _record_failure(self, account_id: str, origin: Origin, now: datetime) -> None:
        with suppress(StoreUnavailableError):
            self._events.add(self._records.event(account_id, SecurityEventKind.STEP_UP_FAILED, origin, now))


def _refused(name: str, code: str, detail: str) -> InvalidInputError:
    return InvalidInputError(FieldProblem(pointer=f"/{name}", code=code, detail=detail))
