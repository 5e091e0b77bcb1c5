"""A provider of identities with fixed responses: OpenID Connect, always about the same person.

Whoever comes back from it comes with a code that it does not look at, and gets a token for one nonce.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from bench.fixed_clock import MEASURED_AT

ANYWHERE = "http://anywhere.invalid"
"""Stands for the URL of the provider, which is not known when the world is made."""
CLIENT_ID = "id"
PARAMETER = json.dumps(
    {"example": {"title": "Example", "issuer": ANYWHERE, "client_id": CLIENT_ID, "client_secret": "secret"}}
)
_DISCOVERY, _KEYS, _TOKEN = "/.well-known/openid-configuration", "/provider/keys", "/provider/token"
_ALGORITHM = "EdDSA"
"""Whose signatures are always the same."""
_KEY_ID = "k1"
_TTL = timedelta(minutes=5)


class FrozenProvider:
    """The responses of the provider at a URL."""

    def __init__(self, url: str, *, nonce: str) -> None:
        self._url = url
        self._nonce = nonce

    def answer(self, path: str) -> dict[str, Any] | None:
        """Return what there is at a path, or None if it is none of the provider's."""
        answers = {_DISCOVERY: self._description, _KEYS: self._keys, _TOKEN: self._tokens}
        return answers[path]() if path in answers else None

    def _description(self) -> dict[str, Any]:
        return {
            "issuer": self._url,
            "authorization_endpoint": f"{self._url}/provider/authorize",
            "token_endpoint": f"{self._url}{_TOKEN}",
            "jwks_uri": f"{self._url}{_KEYS}",
        }

    def _keys(self) -> dict[str, Any]:
        import jwt  # noqa: PLC0415 - few measurements need it, and each starts a process of AWS

        public = jwt.get_algorithm_by_name(_ALGORITHM).to_jwk(_signing_key().public_key(), as_dict=True)
        return {"keys": [{**public, "kid": _KEY_ID, "use": "sig", "alg": _ALGORITHM}]}

    def _tokens(self) -> dict[str, Any]:
        import jwt  # noqa: PLC0415 - the same

        claims = {
            "iss": self._url,
            "aud": CLIENT_ID,
            "sub": "1",
            "iat": int(MEASURED_AT.timestamp()),
            "exp": int((MEASURED_AT + _TTL).timestamp()),
            "nonce": self._nonce,
            "email": "ada@example.com",
            "email_verified": True,
            "name": "Ada Example",
        }
        token = jwt.encode(claims, _signing_key(), algorithm=_ALGORITHM, headers={"kid": _KEY_ID})
        return {"access_token": "access", "token_type": "Bearer", "id_token": token}


def _signing_key() -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - the same

    return Ed25519PrivateKey.from_private_bytes(b"a key of the frozen provider, 32")
