"""The keys that the stand-in signs with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

_RSA_BITS = 2048


class SigningKeys:
    """The key that signs, and those whose tokens are still good."""

    def __init__(self, algorithm: str = "ES256") -> None:
        self.algorithm = algorithm
        self._number = 0
        self._keys: list[tuple[str, str, Any]] = []
        self.rotate()

    def rotate(self, *, same_id: bool = False, algorithm: str = "") -> None:
        """Sign with a new key from now on; ``same_id`` calls it what the one before was called, and drops that."""
        self.algorithm = algorithm or self.algorithm
        if same_id:
            self._keys.clear()
        else:
            self._number += 1
        self._keys.append((f"key-{self._number}", self.algorithm, _new_key(self.algorithm)))

    def sign(self, claims: Mapping[str, Any], header: Mapping[str, Any]) -> str:
        """Return a token."""
        key_id, algorithm, key = self._keys[-1]
        headers = {"kid": key_id, "typ": "JWT", **header}
        shown = {name: value for name, value in headers.items() if value is not None}
        return jwt.encode(dict(claims), key, algorithm=str(shown.get("alg", algorithm)), headers=shown)

    def document(self) -> dict[str, Any]:
        """Return the public keys (RFC 7517)."""
        keys = []
        for key_id, algorithm, key in self._keys:
            public = json.loads(jwt.get_algorithm_by_name(algorithm).to_jwk(key.public_key()))
            keys.append({**public, "kid": key_id, "use": "sig", "alg": algorithm})
        return {"keys": keys}


def _new_key(algorithm: str) -> Any:
    if algorithm == "RS256":
        return rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    return ed25519.Ed25519PrivateKey.generate() if algorithm == "EdDSA" else ec.generate_private_key(ec.SECP256R1())
