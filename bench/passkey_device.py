"""A device with passkeys, and the browser in front of it: what they answer, byte for byte.

It answers as Chromium 156 does with its virtual authenticator. What a test wants wrong, it says by keywords.
"""

from __future__ import annotations

import hashlib
import json
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fido2 import cbor

MODEL = bytes.fromhex("0102030405060708 0102030405060708".replace(" ", ""))
ORIGIN = "http://localhost:8000"

Json = dict[str, Any]


class Flag(IntFlag):
    """The flags of authenticator data (section 6.1 of the standard)."""

    UP, UV, BE, BS, AT = 1, 4, 8, 16, 64


def base64url(content: bytes) -> str:
    """Return bytes in base64url, without padding."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Return the bytes."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(kw_only=True)
class Passkey:
    """A passkey on the device. ``sign_count`` is that of the last signature; a device that does not count has None."""

    credential_id: bytes = b"\x01" * 32
    user_handle: bytes | None = None
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    sign_count: int | None = 0
    flags: Flag = Flag.UP | Flag.UV
    origin: str = ORIGIN
    client_data: Json = field(default_factory=dict)

    @property
    def public_key(self) -> dict[int, Any]:
        """The key as the standard has it (RFC 9053)."""
        raw = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return {1: 1, 3: -8, -1: 6, -2: raw}

    @property
    def data(self) -> bytes:
        """The attested credential data."""
        length = struct.pack(">H", len(self.credential_id))
        return MODEL + length + self.credential_id + cbor.encode(self.public_key)

    def create(self, options: Mapping[str, Any], **changes: Any) -> Json:
        """Return the answer to creation options. ``changes`` are of the client data."""
        self.user_handle = from_base64url(options["user"]["id"])
        client_data = self._client_data("webauthn.create", options, changes)
        authenticator_data = self._authenticator_data(options["rp"]["id"], Flag.AT) + self.data
        attestation = {"fmt": "none", "attStmt": {}, "authData": authenticator_data}
        return self._credential(
            {
                "clientDataJSON": base64url(client_data),
                "attestationObject": base64url(cbor.encode(attestation)),
                "authenticatorData": base64url(authenticator_data),
                "transports": ["internal"],
            }
        )

    def get(self, options: Mapping[str, Any], **changes: Any) -> Json:
        """Return the answer to request options; the counter goes up. ``changes`` are of the client data."""
        if self.sign_count is not None:
            self.sign_count += 1
        client_data = self._client_data("webauthn.get", options, changes)
        authenticator_data = self._authenticator_data(options["rpId"], Flag(0))
        signature = self.key.sign(authenticator_data + hashlib.sha256(client_data).digest())
        response = {
            "clientDataJSON": base64url(client_data),
            "authenticatorData": base64url(authenticator_data),
            "signature": base64url(signature),
        }
        if self.user_handle is not None:
            response["userHandle"] = base64url(self.user_handle)
        return self._credential(response)

    def _client_data(self, kind: str, options: Mapping[str, Any], changes: Mapping[str, Any]) -> bytes:
        content = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps({**content, **self.client_data, **changes}).encode()

    def _authenticator_data(self, relying_party_id: str, more: Flag) -> bytes:
        relying_party = hashlib.sha256(relying_party_id.encode()).digest()
        return relying_party + struct.pack(">BI", self.flags | more, self.sign_count or 0)

    def _credential(self, response: Json) -> Json:
        credential_id = base64url(self.credential_id)
        return {
            "id": credential_id,
            "rawId": credential_id,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": response,
        }
