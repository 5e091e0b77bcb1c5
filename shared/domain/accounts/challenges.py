"""Challenges: what has to come back with a proof, so that the proof is a fresh one and is used once.

A challenge is ``random . expiry . tag`` in base64url, 48 characters: 16 bytes that nobody guesses, 4 bytes of seconds
since 1970, and the beginning of an HMAC-SHA256 over them, the kind of the challenge and its subject. So it is known to
be one of ours without being stored, and there is nothing that a stranger could fill by asking for many. It is good for
one kind and one subject only. Whoever accepts one stores its hash, on the condition that it is not stored yet.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.domain.keyrings import Keyring

NONCE_BYTES = 16
TAG_BYTES = 16
LENGTH = 48
_EXPIRY_BYTES = 4
_PURPOSE = b"contacts-api: challenges"
_CLOCKS_DIFFER_BY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeKind:
    """What a challenge is good for, and for how long (whole seconds). Each kind has a name of its own."""

    name: str
    ttl: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """The content of a challenge. It is ``kind`` and ``subject``, such as the id of an account, that it is good for."""

    kind: ChallengeKind
    subject: str
    nonce: bytes = field(repr=False)
    expires_at: datetime

    @classmethod
    def new(cls, kind: ChallengeKind, subject: str, nonce: bytes, *, at: datetime) -> Challenge:
        """Return a challenge that is made then. It expires on a whole second."""
        return cls(kind=kind, subject=subject, nonce=nonce, expires_at=at.replace(microsecond=0) + kind.ttl)

    @property
    def began_at(self) -> datetime:
        """The whole second in which it was made."""
        return self.expires_at - self.kind.ttl

    @property
    def hash(self) -> str:
        """What is stored once it is used: a SHA-256, in hex."""
        return hashlib.sha256(self.nonce).hexdigest()

    @property
    def remembered_until(self) -> datetime:
        """When it may be forgotten that it was used: it has expired by then, by every clock."""
        return self.expires_at + _CLOCKS_DIFFER_BY

    def text(self, keyring: Keyring) -> str:
        """Return the challenge as clients have it."""
        return urlsafe_b64encode(self._content() + self._tag(keyring.signing_secret)).decode()

    def is_tagged(self, tag: bytes, keyring: Keyring) -> bool:
        """Return whether one of the keys makes this tag."""
        return any(hmac.compare_digest(tag, self._tag(secret)) for secret in keyring.secrets.values())

    def _content(self) -> bytes:
        return self.nonce + int(self.expires_at.timestamp()).to_bytes(_EXPIRY_BYTES, "big")

    def _tag(self, secret: bytes) -> bytes:
        key = hmac.digest(secret, _PURPOSE, "sha256")
        scope = f"{self.kind.name}\0{self.subject}\0".encode(errors="surrogatepass")
        return hmac.digest(key, scope + self._content(), "sha256")[:TAG_BYTES]


def read(text: str, kind: ChallengeKind, subject: str, keyring: Keyring, *, now: datetime) -> Challenge | None:
    """Return a challenge; None if it has expired, or is none that the service has made for this kind and subject."""
    try:
        content = urlsafe_b64decode(text) if text.isascii() and len(text) == LENGTH else b""
    except Base64Error:
        return None
    if urlsafe_b64encode(content).decode() != text or not content:  # Python also reads other spellings of these bytes
        return None
    nonce, expiry, tag = content[:NONCE_BYTES], content[NONCE_BYTES:-TAG_BYTES], content[-TAG_BYTES:]
    expires_at = datetime.fromtimestamp(int.from_bytes(expiry, "big"), UTC)
    challenge = Challenge(kind=kind, subject=subject, nonce=nonce, expires_at=expires_at)
    return challenge if challenge.is_tagged(tag, keyring) and now < expires_at else None
