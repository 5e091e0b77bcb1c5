"""Verification of passkeys with fido2, which verifies signatures with cryptography.

The library leaves some of the standard's checks to its callers; those are here. What it raises for what it cannot read
is not documented, so tests send it what hypothesis makes up.
"""

from __future__ import annotations

import logging
import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import UnsupportedAlgorithm
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
    PublicKeyCredentialRpEntity,
    UserVerificationRequirement,
)

from shared.domain.accounts.errors import InvalidPasskeyError
from shared.domain.accounts.passkey_options import ALGORITHMS
from shared.domain.accounts.passkeys import MAX_CREDENTIAL_ID_BYTES, Assertion, NewCredential, decoded
from shared.domain.accounts.relying_parties import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.accounts.passkeys import AssertionAnswer, AttestationAnswer
    from shared.domain.accounts.relying_parties import RelyingParty

MAX_DATA_BYTES = 2_048
"""Enough for the longest credential id and an RSA key of 4,096 bits."""
_UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    UnsupportedAlgorithm,
    ValueError,
    struct.error,
)
_ALGORITHM = 3
"""The label of the algorithm in a key (RFC 9052 section 7.1)."""

logging.getLogger("fido2").setLevel(logging.WARNING)  # below that it logs the ids of credentials


class Fido2Verifier:
    """A ports.PasskeyVerifier."""

    def __init__(self, relying_party: RelyingParty) -> None:
        self._server = Fido2Server(
            PublicKeyCredentialRpEntity(id=relying_party.id, name=NAME),
            verify_origin=lambda origin: origin in relying_party.origins,
        )

    def register(self, answer: AttestationAnswer, *, challenge: str) -> NewCredential:
        """See ports.PasskeyVerifier."""
        response = {
            "clientDataJSON": answer.client_data_base64url,
            "attestationObject": answer.attestation_object_base64url,
        }
        with _refusals():
            _require_own_page(answer.client_data_base64url)
            made = self._server.register_complete(
                _state(challenge, user_verified=True), _credential(answer.credential_id_base64url, response)
            )
            credential = made.credential_data
            _require(credential is not None, "there is no credential in it")
            assert credential is not None
            _require(credential.credential_id == decoded(answer.credential_id_base64url), "it is another credential")
            _require(len(credential.credential_id) <= MAX_CREDENTIAL_ID_BYTES, "its id is too long")
            _require(len(credential) <= MAX_DATA_BYTES, "its key is too long")
            _require(credential.public_key.get(_ALGORITHM) in ALGORITHMS, "its algorithm was not offered")
            flags = _flags(made)
        return NewCredential(data=bytes(credential), **flags)

    def verify(self, answer: AssertionAnswer, data: bytes, *, challenge: str, user_verified: bool) -> Assertion:
        """See ports.PasskeyVerifier."""
        response = {
            "clientDataJSON": answer.client_data_base64url,
            "authenticatorData": answer.authenticator_data_base64url,
            "signature": answer.signature_base64url,
        }
        with _refusals():
            _require_own_page(answer.client_data_base64url)
            self._server.authenticate_complete(
                _state(challenge, user_verified=user_verified),
                [AttestedCredentialData(data)],
                _credential(answer.credential_id_base64url, response),
            )
            return Assertion(**_flags(AuthenticatorData(decoded(answer.authenticator_data_base64url))))


@contextmanager
def _refusals() -> Iterator[None]:
    """Raise InvalidPasskeyError for whatever cannot be read or verified."""
    try:
        yield
    except _UNREADABLE as error:
        raise InvalidPasskeyError(f"{type(error).__name__}: {error}") from error


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise InvalidPasskeyError(otherwise)


def _require_own_page(client_data_base64url: str) -> None:
    """Refuse what was signed in a frame of another site (section 7.2, step 13)."""
    client_data = CollectedClientData(decoded(client_data_base64url))
    _require(client_data.cross_origin is False, "the page was in a frame of another site")


def _state(challenge: str, *, user_verified: bool) -> dict[str, Any]:
    """Return what the library would have remembered since the options were made."""
    verification = UserVerificationRequirement.REQUIRED if user_verified else UserVerificationRequirement.DISCOURAGED
    return {"challenge": challenge, "user_verification": verification}


def _credential(credential_id: str, response: dict[str, str]) -> dict[str, Any]:
    return {"type": "public-key", "id": credential_id, "rawId": credential_id, "response": response}


def _flags(data: AuthenticatorData) -> dict[str, Any]:
    is_backup_eligible, is_backed_up = data.is_backup_eligible(), data.is_backed_up()
    _require(is_backup_eligible or not is_backed_up, "it is backed up and cannot be")
    return {
        "sign_count": data.counter,
        "is_backup_eligible": is_backup_eligible,
        "is_backed_up": is_backed_up,
    }
