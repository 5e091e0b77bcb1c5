"""Identities: what people are at providers, such as Google or GitHub, and sign in with.

A provider names a person by ``subject``, which never changes and is never given to somebody else (OpenID Connect Core
section 2). Addresses and names change, so nothing is ever looked up by them.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta

CODE_TTL = timedelta(seconds=60)
"""How long a client may take to exchange a code for what it came for."""
MAX_IDENTITIES = 20
"""How many identities an account may have."""


def identity_id(issuer: str, subject: str) -> str:
    """Return the id of the identity with this subject at this issuer: a SHA-256 in hex, since subjects can be long."""
    return hashlib.sha256(f"{issuer}\0{subject}".encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenIdentity:
    """What a provider says of the person who has just signed in there.

    ``is_email_verified``: the provider has made sure that the address was the person's. ``vouches_for_email``: it is,
    in addition, trusted to know whose the address is now, so that whoever has it there may have the account with it.
    """

    provider: str
    issuer: str
    subject: str
    email: str | None = None
    is_email_verified: bool = False
    vouches_for_email: bool = False
    full_name: str = ""

    @property
    def id(self) -> str:
        """The id of the identity."""
        return identity_id(self.issuer, self.subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An identity that an account signs in with. ``email`` is what the provider called the address at that time."""

    account_id: str
    provider: str
    issuer: str
    subject: str
    email: str | None
    created_at: datetime

    @property
    def id(self) -> str:
        """The id, which only one account can have."""
        return identity_id(self.issuer, self.subject)

    @classmethod
    def of(cls, proven: ProvenIdentity, account_id: str, now: datetime) -> Identity:
        """Return the identity of an account."""
        return cls(
            account_id=account_id,
            provider=proven.provider,
            issuer=proven.issuer,
            subject=proven.subject,
            email=proven.email,
            created_at=now,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRemoval:
    """The removal of an identity that is written with a new version of its account."""

    identity: Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProof:
    """An identity that was proven to a browser, until the client that sent it there takes it.

    ``code_hash`` is that of the code in the redirect; ``challenge`` the S256 challenge of the client (RFC 7636).
    ``kept_until`` is later than ``expires_at``: until then no other proof can have the same code.
    """

    code_hash: str
    challenge: str
    identity: ProvenIdentity
    expires_at: datetime
    kept_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeExchange:
    """The code that a client was redirected with, and the verifier that only the client that began knows."""

    code: str = field(repr=False)
    code_verifier: str = field(repr=False)


def s256_challenge(code_verifier: str) -> str:
    """Return the challenge of a verifier (RFC 7636 section 4.2)."""
    digest = hashlib.sha256(code_verifier.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
