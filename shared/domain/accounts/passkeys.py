"""Passkeys: key pairs of Web Authentication by which people sign in without a password.

https://www.w3.org/TR/webauthn-3/. The private key stays on a device, or with those that share an account of its maker;
the service stores the public one. Texts named ``..._base64url`` are as browsers send them, without padding (RFC 4648).
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.accounts.challenges import ChallengeKind
from shared.domain.accounts.errors import InvalidPasskeyError

if TYPE_CHECKING:
    from collections.abc import Sequence

REGISTRATION = ChallengeKind(name="passkey-registration", ttl=timedelta(minutes=10))
"""The challenge that a new passkey signs. Its subject is the id of the account."""
SIGN_IN = ChallengeKind(name="passkey-sign-in", ttl=timedelta(minutes=5))
"""The challenge that a passkey signs in place of a password. Nobody knows yet whose it is, so it has no subject."""
MAX_PASSKEYS = 10
MAX_NAME_LENGTH = 64
MAX_CREDENTIAL_ID_BYTES = 1023
"""The most that section 7.1 of the standard allows."""
TRANSPORTS = ("ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb")
"""How browsers reach devices; what newer browsers add is not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationAnswer:
    """What a browser sends of a new passkey (AuthenticatorAttestationResponse)."""

    credential_id_base64url: str
    client_data_base64url: str
    attestation_object_base64url: str
    transports: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssertionAnswer:
    """What a browser sends of a passkey that was used (AuthenticatorAssertionResponse).

    ``user_handle_base64url`` is the account that the device knows it by; some devices tell none.
    """

    credential_id_base64url: str
    client_data_base64url: str
    authenticator_data_base64url: str
    signature_base64url: str
    user_handle_base64url: str | None = None

    @property
    def passkey_id(self) -> str:
        """The id of the passkey. Raises InvalidPasskeyError."""
        return passkey_id(self.credential_id_base64url)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCredential:
    """A credential that a device has made, and whose owner was verified.

    ``data`` is the attested credential data of section 6.5.1: the model of the device, credential id and public key.
    """

    data: bytes
    sign_count: int
    is_backup_eligible: bool
    is_backed_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """A use of a passkey whose signature was verified."""

    sign_count: int
    is_backup_eligible: bool
    is_backed_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """A passkey of an account.

    ``id`` is made of the credential id, which is too long for a path. ``sign_count`` is how often the device says it
    has signed, 0 if it does not count. Whether it ``is_backup_eligible``, its owner's other devices can have it, never
    changes; whether it ``is_backed_up`` does.
    """

    id: str
    account_id: str
    credential_id_base64url: str
    data: bytes
    name: str
    sign_count: int
    is_backup_eligible: bool
    is_backed_up: bool
    transports: tuple[str, ...] = ()
    created_at: datetime
    last_used_at: datetime | None = None

    @classmethod
    def added(
        cls, account_id: str, answer: AttestationAnswer, credential: NewCredential, *, name: str, at: datetime
    ) -> Passkey:
        """Return a new passkey."""
        return cls(
            id=passkey_id(answer.credential_id_base64url),
            account_id=account_id,
            credential_id_base64url=answer.credential_id_base64url,
            data=credential.data,
            name=name,
            sign_count=credential.sign_count,
            is_backup_eligible=credential.is_backup_eligible,
            is_backed_up=credential.is_backed_up,
            transports=tuple(each for each in TRANSPORTS if each in answer.transports),
            created_at=at,
        )

    def use(self, assertion: Assertion, *, at: datetime) -> PasskeyUse:
        """Return what stores a use. Raises InvalidPasskeyError for one that this passkey cannot have made.

        A device that counts its signatures counts up: another number is that of a copy (section 6.1.1).
        """
        if assertion.is_backup_eligible != self.is_backup_eligible:
            raise InvalidPasskeyError("it says of itself what it did not say before")
        use = PasskeyUse(
            account_id=self.account_id,
            passkey_id=self.id,
            sign_count=assertion.sign_count,
            is_backed_up=assertion.is_backed_up,
            at=at,
        )
        if not use.follows(self):
            raise InvalidPasskeyError("its counter does not go up")
        return use


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyUse:
    """A use of a passkey, which is stored on the condition that it ``follows`` what is stored."""

    account_id: str
    passkey_id: str
    sign_count: int
    is_backed_up: bool
    at: datetime

    def follows(self, passkey: Passkey) -> bool:
        """Return whether the counter has gone up, or the device counts nothing."""
        return self.sign_count > passkey.sign_count or self.sign_count == passkey.sign_count == 0

    def applied_to(self, passkey: Passkey) -> Passkey:
        """Return the passkey after it."""
        return replace(passkey, sign_count=self.sign_count, is_backed_up=self.is_backed_up, last_used_at=self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeysChange:
    """Passkeys that are added or removed with a new version of their account, which names the ids of all it has."""

    added: Sequence[Passkey] = ()
    removed: Sequence[Passkey] = ()


def passkey_id(credential_id_base64url: str) -> str:
    """Return the id of the passkey with this credential: a SHA-256, in hex. Raises InvalidPasskeyError."""
    credential_id = decoded(credential_id_base64url)
    if not 0 < len(credential_id) <= MAX_CREDENTIAL_ID_BYTES:
        raise InvalidPasskeyError("its id is too long")
    return hashlib.sha256(credential_id).hexdigest()


def challenge_of(client_data_base64url: str) -> str:
    """Return the challenge that was signed, in base64url; whoever verifies the signature compares it again.

    Raises InvalidPasskeyError.
    """
    try:
        client_data = json.loads(decoded(client_data_base64url))
    except (ValueError, RecursionError) as error:
        raise InvalidPasskeyError("its client data is not JSON") from error
    challenge = client_data.get("challenge") if isinstance(client_data, dict) else None
    if not isinstance(challenge, str):
        raise InvalidPasskeyError("its client data has no challenge")
    return challenge


def user_handle(account_id: str) -> str:
    """Return what devices know an account by, in base64url: its id."""
    return urlsafe_b64encode(account_id.encode()).rstrip(b"=").decode()


def account_of(answer: AssertionAnswer) -> str:
    """Return the id of the account that the device says the passkey belongs to. Raises InvalidPasskeyError."""
    try:
        return decoded(answer.user_handle_base64url or "").decode("ascii")
    except UnicodeDecodeError as error:
        raise InvalidPasskeyError("it belongs to no account") from error


def decoded(base64url: str) -> bytes:
    """Return bytes from base64url without padding, which has one spelling only. Raises InvalidPasskeyError."""
    try:
        content = urlsafe_b64decode(base64url.encode("ascii") + b"=" * (-len(base64url) % 4))
    except (UnicodeEncodeError, Base64Error) as error:
        raise InvalidPasskeyError("it is not in base64url") from error
    if urlsafe_b64encode(content).rstrip(b"=").decode() != base64url:
        raise InvalidPasskeyError("it is not in base64url")
    return content
