"""Who signed in, and who failed: in the log line of the request, where failures have no name but a keyed hash."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from shared.domain.errors import SecretsUnavailableError
from shared.services.accounts.input import address_of
from shared.web.accounts.credentials import Credentials
from shared.web.accounts.limits import SourceNetwork
from shared.wiring import process


class SignInLog:
    """What the log says of one attempt to sign in."""

    def __init__(self, request: Request, *, address: str, network: str) -> None:
        self._state = request.state
        self._subjects = {"address_hash": address, "network_hash": network}
        self._state.failed_by = self._hashes

    def succeed(self, account_id: str) -> None:
        """Note who has signed in."""
        self._state.account_id = account_id

    def _hashes(self) -> dict[str, str]:
        try:
            name = process.wiring().log_subjects.name
            return {member: name(subject) for member, subject in self._subjects.items()}
        except SecretsUnavailableError:
            return {}  # the reason that this attempt failed, and is logged as such


async def sign_in_log(request: Request, credentials: Credentials, network: SourceNetwork) -> SignInLog:
    """Return the log of an attempt, which is one by an address from a network."""
    return SignInLog(request, address=address_of(credentials.email), network=network)


Attempt = Annotated[SignInLog, Depends(sign_in_log)]
