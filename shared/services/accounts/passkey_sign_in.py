"""Signing in with a passkey, in place of a password."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from shared.domain.accounts.errors import AccountDisabledError, InvalidPasskeyError
from shared.domain.accounts.passkeys import SIGN_IN, account_of, challenge_of
from shared.domain.accounts.second_factors import FirstFactor
from shared.domain.accounts.security_events import SecurityEventKind
from shared.domain.errors import OutcomeUnknownError, SecretsUnavailableError, StoreUnavailableError
from shared.services.accounts import challenges
from shared.services.ports.conflicts import ProofUsedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.accounts.passkeys import AssertionAnswer
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.challenges import Challenges
    from shared.services.accounts.security_records import SecurityRecords
    from shared.services.accounts.sign_in_steps import SignedIn, SignInSteps
    from shared.services.ports.passkeys import PasskeyStore, PasskeyVerifier
    from shared.services.ports.sessions import SecurityEventStore

RAISES = (
    *challenges.RAISES,
    AccountDisabledError,
    InvalidPasskeyError,
    OutcomeUnknownError,
    SecretsUnavailableError,
    StoreUnavailableError,
)


class PasskeySignIn:
    """Signs in with passkeys. The device says whose it is, so nobody types an address."""

    def __init__(
        self,
        store: PasskeyStore,
        challenges: Challenges,
        verifier: PasskeyVerifier,
        steps: SignInSteps,
        events: SecurityEventStore,
        records: SecurityRecords,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._challenges = challenges
        self._verifier = verifier
        self._steps = steps
        self._events = events
        self._records = records
        self._now = now

    def log_in(self, answer: AssertionAnswer, origin: Origin) -> SignedIn:
        """Begin a session, and return its tokens: the passkey and its verified owner are two factors.

        The challenge and the use of the passkey go with the session into one write; before that there is one read.
        Raises InvalidChallengeError, InvalidPasskeyError for a passkey that is unknown, does not verify, or whose
        counter or challenge was used, and what ``SignInSteps.go_on`` raises.
        """
        now = self._now()
        text = challenge_of(answer.client_data_base64url)
        challenge = self._challenges.read(text, SIGN_IN)
        account, passkey = self._store.find(account_of(answer), answer.passkey_id, now=now)
        if account is None or passkey is None:
            raise InvalidPasskeyError("no account has this passkey")
        try:
            assertion = self._verifier.verify(answer, passkey.data, challenge=text, user_verified=True)
            use = passkey.use(assertion, at=now)
        except InvalidPasskeyError:
            self._record_failure(account.id, origin, now)
            raise
        try:
            return self._steps.go_on(account, origin, FirstFactor.PASSKEY, read_at=now, uses=[challenge, use])
        except ProofUsedError:
            raise InvalidPasskeyError("this was used before") from None

    def _record_failure(self, account_id: str, origin: Origin, now: datetime) -> None:
        """Store an event: the passkey may have been copied. The attempt has failed even if that cannot be stored."""
        with suppress(StoreUnavailableError):
            self._events.add(self._records.event(account_id, SecurityEventKind.SIGN_IN_FAILED, origin, now))
