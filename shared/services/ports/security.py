"""Passwords, tokens and keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from shared.domain.scopes import EVERYTHING

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.keyrings import Keyring
    from shared.domain.scopes import Scope


class PasswordHasher(Protocol):
    """A slow one-way function for passwords, of any length and script."""

    def hash(self, password: str) -> str:
        """Return a salted hash. Costs one hash."""
        ...

    def verify(self, password: str, password_hash: str) -> bool:
        """Return whether the password made the hash. Costs one hash."""
        ...

    def verify_nothing(self, password: str) -> None:
        """Cost exactly what ``verify`` costs, for an account that does not exist."""
        ...

    def is_outdated(self, password_hash: str) -> bool:
        """Return whether ``hash`` makes hashes of another form, or another cost, today. Costs nothing."""
        ...


class BreachedPasswords(Protocol):
    """The passwords that are known from leaks, which attackers try first."""

    def include(self, password: str) -> bool:
        """Return whether a normalized password is one of them; False if that cannot be found out."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessClaims:
    """The content of an access token. ``session_id`` is None if it is of the former type, issued before sessions.

    ``role`` is what was true when it was issued: whoever asks for a role reads the account.
    """

    account_id: str
    session_id: str | None
    verified: bool
    role: str
    scopes: frozenset[Scope] = EVERYTHING
    issued_at: datetime
    expires_at: datetime


class AccessTokens(Protocol):
    """Issues and reads access tokens."""

    def issue(self, claims: AccessClaims, *, token_id: str) -> str:
        """Return a signed token."""
        ...

    def read(self, token: str, *, now: datetime) -> AccessClaims:
        """Return the claims of a genuine token that has not expired. Raises InvalidAccessTokenError."""
        ...


class Secrets(Protocol):
    """The store of keys."""

    def keyring(self, name: str) -> Keyring:
        """Return the current keys of ``name`` (``jwt-keys``, ``mail-keys``, ``cursor-keys``, ``factor-keys``).

        Raises SecretsUnavailableError.
        """
        ...


class ServiceCredentials(Protocol):
    """The store of credentials for other services."""

    def credential(self, name: str) -> str:
        """Return the current credential ``name`` (``cloudinary``). Raises SecretsUnavailableError."""
        ...
