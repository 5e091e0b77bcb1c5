"""Making challenges, and accepting those that come back. See ``shared.domain.accounts.challenges``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.challenges import Challenge, ChallengeKind, read
from shared.domain.accounts.errors import InvalidChallengeError
from shared.domain.errors import OutcomeUnknownError, SecretsUnavailableError, StoreUnavailableError
from shared.services.accounts.issuing import KEYRING
from shared.services.ports.conflicts import ProofUsedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.services.ports.challenges import UsedChallenges
    from shared.services.ports.security import Secrets

RAISES = (InvalidChallengeError, OutcomeUnknownError, SecretsUnavailableError, StoreUnavailableError)


class Challenges:
    """Challenges of every kind. Making one takes no request, and so does refusing one that is not ours."""

    def __init__(
        self,
        secrets: Secrets,
        used: Callable[[], UsedChallenges],
        *,
        now: Callable[[], datetime],
        new_nonce: Callable[[], bytes],
    ) -> None:
        """``used`` is called by ``use`` only."""
        self._secrets = secrets
        self._used = used
        self._now = now
        self._new_nonce = new_nonce

    def new(self, kind: ChallengeKind, subject: str = "", *, at: datetime | None = None) -> str:
        """Return a new challenge, which is good for this kind and subject, as clients have it.

        It is made now, or ``at`` another time. Raises SecretsUnavailableError.
        """
        challenge = Challenge.new(kind, subject, self._new_nonce(), at=at or self._now())
        return challenge.text(self._secrets.keyring(KEYRING))

    def read(self, text: str, kind: ChallengeKind, subject: str = "") -> Challenge:
        """Return a challenge that has come back, which may have been used before.

        Raises InvalidChallengeError if it has expired, or was not made for this kind and subject,
        SecretsUnavailableError.
        """
        challenge = read(text, kind, subject, self._secrets.keyring(KEYRING), now=self._now())
        if challenge is None:
            raise InvalidChallengeError("the challenge is not one of ours, or has expired: start again")
        return challenge

    def use(self, challenge: Challenge) -> None:
        """Use a challenge by itself, at one write; for one that goes with a session see ``SessionStore``.

        Raises InvalidChallengeError if it was used before, StoreUnavailableError, OutcomeUnknownError.
        """
        try:
            self._used().add(challenge)
        except ProofUsedError:
            raise InvalidChallengeError("the challenge was used before: start again") from None
