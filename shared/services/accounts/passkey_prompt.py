"""What browsers are asked for when somebody signs in with a passkey. Nothing here takes a request, or cryptography."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.errors import InvalidChallengeError
from shared.domain.accounts.passkey_options import request_options
from shared.domain.accounts.passkeys import SIGN_IN
from shared.domain.accounts.second_factors import SECOND_FACTOR
from shared.domain.errors import SecretsUnavailableError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from shared.domain.accounts.relying_parties import RelyingParty
    from shared.services.accounts.challenges import Challenges

RAISES = (InvalidChallengeError, SecretsUnavailableError)


class PasskeyPrompt:
    """Asks for passkeys."""

    def __init__(self, challenges: Challenges, relying_party: RelyingParty) -> None:
        self._challenges = challenges
        self._relying_party = relying_party

    def begin(self, second_factor: str | None = None) -> Mapping[str, Any]:
        """Return the options with which a browser uses a passkey of the service. This takes no request.

        With the challenge of a ``second_factor`` it is that which the passkey signs, whoever holds the device. All
        passkeys tell whose they are, so none has to be named. Raises InvalidChallengeError, SecretsUnavailableError.
        """
        if second_factor is not None:
            account_id, _, challenge = second_factor.rpartition(".")
            self._challenges.read(challenge, SECOND_FACTOR, account_id)
            return request_options(self._relying_party, challenge, verified=False)
        return request_options(self._relying_party, self._challenges.new(SIGN_IN), verified=True)
