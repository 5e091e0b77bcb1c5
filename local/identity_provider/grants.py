"""What the stand-in has granted: codes, each for one client, redirect and verifier, and access tokens."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from local.identity_provider.people import Person

CODE_SECONDS = 60.0


class GrantError(Exception):
    """A request for a token is refused, with a code of RFC 6749 section 5.2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Somebody has signed in, for a client."""

    person: Person
    redirect_uri: str
    challenge: str
    nonce: str | None
    expires_at: float


class Grants:
    """Codes and tokens, for the lifetime of the process."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._codes: dict[str, Grant] = {}
        self._tokens: dict[str, Grant] = {}
        self._token_of: dict[str, str] = {}

    def issue(self, person: Person, *, redirect_uri: str, challenge: str, nonce: str | None) -> str:
        """Return a new code."""
        code = secrets.token_urlsafe(24)
        until = self._clock() + CODE_SECONDS
        self._codes[code] = Grant(
            person=person, redirect_uri=redirect_uri, challenge=challenge, nonce=nonce, expires_at=until
        )
        return code

    def exchange(self, form: Mapping[str, str]) -> tuple[Grant, str]:
        """Return what a code was issued for, once, and an access token. Raises GrantError.

        A code that is used again voids the token that it gave (RFC 6749 section 4.1.2).
        """
        code = form.get("code", "")
        grant = self._codes.pop(code, None)
        if grant is None:
            self._tokens.pop(self._token_of.pop(code, ""), None)
            raise GrantError("invalid_grant")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        verified = hmac.compare_digest(urlsafe_b64encode(digest).rstrip(b"=").decode(), grant.challenge)
        if not verified or form.get("redirect_uri") != grant.redirect_uri or grant.expires_at <= self._clock():
            raise GrantError("invalid_grant")
        token = secrets.token_urlsafe(24)
        self._tokens[token] = grant
        self._token_of[code] = token
        return grant, token

    def of(self, authorization: str) -> Grant | None:
        """Return what an access token was issued for."""
        scheme, _, token = authorization.partition(" ")
        return self._tokens.get(token) if scheme.lower() == "bearer" else None
