"""The second step of a sign-in: its challenge, and a second factor."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shared.domain.accounts.account import NOBODY
from shared.domain.accounts.errors import (
    AccountDisabledError,
    InvalidChallengeError,
    InvalidFactorError,
    InvalidPasskeyError,
)
from shared.domain.accounts.second_factors import SECOND_FACTOR
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.errors import OutcomeUnknownError, SecretsUnavailableError, StoreUnavailableError
from shared.services.accounts.factor_checks import records_of_use, wrong_factor
from shared.services.ports.conflicts import ProofUsedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.account import Account
    from shared.domain.accounts.challenges import Challenge
    from shared.domain.accounts.factors import Factors
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.challenges import Challenges
    from shared.services.accounts.factor_checks import FactorChecks, GivenFactor
    from shared.services.accounts.issuing import IssuedTokens
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.sessions import Sessions
    from shared.services.ports.factors import FactorStore
    from shared.services.ports.proofs import ProofUse
    from shared.services.ports.sessions import SecurityEventStore

RAISES = (
    AccountDisabledError,
    InvalidChallengeError,
    InvalidFactorError,
    OutcomeUnknownError,
    SecretsUnavailableError,
    StoreUnavailableError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingSignIn:
    """A sign-in whose first factor was proved: the account that its challenge names."""

    account_id: str
    challenge: Challenge
    text: str = field(repr=False)


class SecondStep:
    """Completes sign-ins. Nothing but the challenge of a first factor leads here."""

    def __init__(
        self,
        store: FactorStore,
        checks: FactorChecks,
        records: SecurityRecords,
        challenges: Challenges,
        sessions: Sessions,
        events: SecurityEventStore,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._checks = checks
        self._records = records
        self._challenges = challenges
        self._sessions = sessions
        self._events = events
        self._now = now

    def pending(self, text: str) -> PendingSignIn:
        """Return the sign-in that a challenge belongs to. This takes no request, so strangers cause none.

        Raises InvalidChallengeError, SecretsUnavailableError.
        """
        account_id, _, challenge = text.rpartition(".")
        return PendingSignIn(
            account_id=account_id,
            challenge=self._challenges.read(challenge, SECOND_FACTOR, account_id),
            text=challenge,
        )

    def complete(self, pending: PendingSignIn, given: GivenFactor, origin: Origin) -> IssuedTokens:
        """Begin a session, and return its tokens. This takes one read and one write, and so does a wrong factor.

        The factor and the challenge are used up in the write that begins the session: none of them works twice, and
        none is lost if there is no session. A wrong factor uses up neither. Raises InvalidChallengeError also if the
        password was changed or all sessions were ended since; InvalidFactorError, AccountDisabledError,
        SecretsUnavailableError, StoreUnavailableError, OutcomeUnknownError.
        """
        now = self._now()
        account, factors = self._store.find(pending.account_id, now=now)
        if account is None or not account.has_second_factor or _is_void(pending.challenge, account):
            raise InvalidChallengeError("the sign-in was begun too long ago: start again")
        try:
            use = self._use_of(pending, given, factors, now)
        except InvalidFactorError:
            self._record_failure(account.id, origin, now)
            raise
        events, mails = records_of_use(self._records, account.id, use, origin, now)
        try:
            uses = [pending.challenge, use]
            return self._sessions.start(account, origin, read_at=now, uses=uses, events=events, mails=mails)
        except ProofUsedError:
            raise wrong_factor() from None

    def _use_of(self, pending: PendingSignIn, given: GivenFactor, factors: Factors, now: datetime) -> ProofUse:
        """Return what uses up the factor; a passkey takes another read. Raises InvalidFactorError."""
        if given.passkey is None:
            return self._checks.use_of(given, factors, now)
        try:
            return self._checks.passkeys().second_factor(pending.account_id, given.passkey, pending.text, now)
        except InvalidPasskeyError:
            raise wrong_factor() from None

    def _record_failure(self, account_id: str, origin: Origin, now: datetime) -> None:
        """Store an event: somebody knows the password. The attempt has failed even if that cannot be stored."""
        with suppress(StoreUnavailableError):
            self._events.add(self._records.event(account_id, SecurityEventKind.SECOND_FACTOR_FAILED, origin, now))


def _is_void(challenge: Challenge, account: Account) -> bool:
    return account.not_before is not None and account.not_before.voids(NOBODY, challenge.began_at)
