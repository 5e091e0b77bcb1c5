"""Exchanging codes for the identities that they prove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.accounts.account import token_hash
from shared.domain.accounts.errors import InvalidIdentityCodeError
from shared.domain.accounts.identities import CodeExchange, ProvenIdentity, s256_challenge

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.services.ports.identities import IdentityProofStore


class IdentityProofs:
    """Takes proofs, each once, for the client that began."""

    def __init__(self, store: IdentityProofStore, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def take(self, exchange: CodeExchange) -> ProvenIdentity:
        """Return the identity that a code proves. A wrong verifier does not use it up. This takes one write.

        Raises InvalidIdentityCodeError, StoreUnavailableError, OutcomeUnknownError.
        """
        challenge = s256_challenge(exchange.code_verifier)
        proven = self._store.take(token_hash(exchange.code), challenge, now=self._now())
        if proven is None:
            raise InvalidIdentityCodeError("the code is wrong, was used, has expired, or is not for this client")
        return proven
