"""Checking of passkeys that are sent besides a password, or in its place, by somebody whose account is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.errors import InvalidPasskeyError
from shared.domain.accounts.passkeys import SIGN_IN, account_of, challenge_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.accounts.passkeys import AssertionAnswer, PasskeyUse
    from shared.services.accounts.challenges import Challenges
    from shared.services.ports.passkeys import PasskeyStore, PasskeyVerifier
    from shared.services.ports.proofs import ProofUse


class PasskeyChecks:
    """Checks passkeys of accounts. Each check takes one read."""

    def __init__(self, store: PasskeyStore, challenges: Challenges, verifier: Callable[[], PasskeyVerifier]) -> None:
        self._store = store
        self._challenges = challenges
        self._verifier = verifier

    def second_factor(self, account_id: str, answer: AssertionAnswer, challenge: str, now: datetime) -> PasskeyUse:
        """Return what uses up a passkey that has signed the challenge of a sign-in, whoever holds the device.

        Raises InvalidPasskeyError, StoreUnavailableError.
        """
        return self._use_of(account_id, answer, challenge, now, user_verified=False)

    def both_factors(self, account_id: str, answer: AssertionAnswer, now: datetime) -> Sequence[ProofUse]:
        """Return what uses up a passkey, whose owner was verified, and the challenge of a sign-in that it has signed.

        Raises InvalidPasskeyError, InvalidChallengeError, SecretsUnavailableError, StoreUnavailableError.
        """
        text = challenge_of(answer.client_data_base64url)
        challenge = self._challenges.read(text, SIGN_IN)
        return [challenge, self._use_of(account_id, answer, text, now, user_verified=True)]

    def _use_of(
        self, account_id: str, answer: AssertionAnswer, challenge: str, now: datetime, *, user_verified: bool
    ) -> PasskeyUse:
        if answer.user_handle_base64url is not None and account_of(answer) != account_id:
            raise InvalidPasskeyError("it belongs to another account")
        _, passkey = self._store.find(account_id, answer.passkey_id, now=now)
        if passkey is None:
            raise InvalidPasskeyError("the account has no such passkey")
        assertion = self._verifier().verify(answer, passkey.data, challenge=challenge, user_verified=user_verified)
        return passkey.use(assertion, at=now)
