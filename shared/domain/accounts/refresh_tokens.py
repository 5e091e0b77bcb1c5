"""Refresh tokens: ``key id . account . session . secret and tag``, the last part in base64url.

A secret is 256 bits. The one of the first token is random, each other is derived from the one before (HMAC-SHA256), so
the same successor can be made again without being stored. The tag proves that the service has made the token: without
it, whoever knows the id of a session, which every access token contains, could pretend to have an old token of it, and
so end the session.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.domain.keyrings import Keyring

SECRET_BYTES = 32
TAG_BYTES = 16
MAX_LENGTH = 512
_PURPOSE = b"contacts-api: refresh tokens"
_ENCODED_LENGTH = (SECRET_BYTES + TAG_BYTES) * 4 // 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshToken:
    """The content of a refresh token."""

    account_id: str
    session_id: str
    secret: bytes = field(repr=False)

    @property
    def hash(self) -> str:
        """What is stored of it: the SHA-256 of its secret, in hex."""
        return hashlib.sha256(self.secret).hexdigest()

    def text(self, keyring: Keyring) -> str:
        """Return the token as clients have it."""
        key_id = keyring.signing_key_id
        tag = self._tag(_key(keyring.signing_secret))
        encoded = urlsafe_b64encode(self.secret + tag).decode()
        return f"{key_id}.{self.account_id}.{self.session_id}.{encoded}"

    def successor(self, keyring: Keyring, key_id: str) -> RefreshToken:
        """Return the token that replaces it. With the key that it is tagged with, that is always the same one."""
        secret = hmac.digest(_key(keyring.secrets[key_id]), b"next:" + self.secret, "sha256")
        return RefreshToken(account_id=self.account_id, session_id=self.session_id, secret=secret)

    def _tag(self, key: bytes) -> bytes:
        message = f"tag:{self.account_id}.{self.session_id}.".encode() + self.secret
        return hmac.digest(key, message, "sha256")[:TAG_BYTES]


def read(text: str, keyring: Keyring) -> tuple[RefreshToken, str] | None:
    """Return a token and the id of the key that it is tagged with, or None if the service has not made it."""
    parts = text.rsplit(".", 3)
    if len(text) > MAX_LENGTH or not text.isascii() or len(parts) != 4 or parts[0] not in keyring.secrets:
        return None
    key_id, account_id, session_id, encoded = parts
    try:
        content = urlsafe_b64decode(encoded) if len(encoded) == _ENCODED_LENGTH else b""
    except Base64Error:
        return None
    token = RefreshToken(account_id=account_id, session_id=session_id, secret=content[:SECRET_BYTES])
    if urlsafe_b64encode(content).decode() != encoded:  # Python also reads other spellings of the same bytes
        return None
    expected_tag = token._tag(_key(keyring.secrets[key_id]))  # noqa: SLF001 - of this module's own class
    return (token, key_id) if hmac.compare_digest(content[SECRET_BYTES:], expected_tag) else None


@lru_cache(maxsize=4)
def _key(secret: bytes) -> bytes:
    """Return a key for nothing but refresh tokens."""
    return hmac.digest(secret, _PURPOSE, "sha256")
