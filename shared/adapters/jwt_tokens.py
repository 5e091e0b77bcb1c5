"""Access tokens: JSON Web Tokens (RFC 7519) with HMAC-SHA256 (RFC 7518, section 3.2), validated as in RFC 8725.

Their type is ``at+jwt`` (RFC 9068 section 2.1), so that no other token of ours can be taken for one. The former type is
that of any token; what has it was issued before there were sessions.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jwt

from shared.domain.errors import InvalidAccessTokenError
from shared.domain.scopes import EVERYTHING, scope_text, scopes_of
from shared.services.ports.security import AccessClaims, Secrets

if TYPE_CHECKING:
    from jwt.types import Options

    from shared.domain.scopes import Scope

KEYRING = "jwt-keys"
ALGORITHM = "HS256"
TYPE = "at+jwt"
FORMER_TYPE = "JWT"
MAX_TOKEN_LENGTH = 4_096
CLOCK_SKEW = timedelta(seconds=5)
"""How far the issuer's clock may be ahead of ours."""

_CLAIMS = {
    "iss": str,
    "aud": str,
    "sub": str,
    "sid": str,
    "jti": str,
    "role": str,
    "verified": bool,
    "iat": int,
    "exp": int,
}
# The library would use the machine's clock; here the time is an argument.
_OPTIONS: Options = {"verify_exp": False, "verify_iat": False, "verify_nbf": False}


class JwtTokens:
    """A ports.AccessTokens. The header's ``kid`` names the key, so that keys can be rotated.

    Times are whole seconds, rounded down. Tokens of the former type are read until ``former_until``; None means never.
    """

    def __init__(self, secrets: Secrets, *, issuer: str, audience: str, former_until: datetime | None = None) -> None:
        self._secrets = secrets
        self._issuer = issuer
        self._audience = audience
        self._former_until = former_until

    def issue(self, claims: AccessClaims, *, token_id: str) -> str:
        """See ports.AccessTokens."""
        keyring = self._secrets.keyring(KEYRING)
        payload = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": claims.account_id,
            "sid": claims.session_id,
            "jti": token_id,
            "role": claims.role,
            "scope": scope_text(claims.scopes),
            "verified": claims.verified,
            "iat": int(claims.issued_at.timestamp()),
            "exp": int(claims.expires_at.timestamp()),
        }
        headers = {"kid": keyring.signing_key_id, "typ": TYPE}
        return jwt.encode(payload, keyring.signing_secret, algorithm=ALGORITHM, headers=headers)

    def read(self, token: str, *, now: datetime) -> AccessClaims:
        """See ports.AccessTokens. The error does not say why a token is invalid, unless it has expired."""
        payload, type_ = self._genuine(token)
        if type_ != TYPE and not self._is_former(type_, now):
            raise _not_good()
        try:
            issued_at = datetime.fromtimestamp(payload["iat"], UTC)
            not_before = datetime.fromtimestamp(payload.get("nbf", payload["iat"]), UTC)
            expires_at = datetime.fromtimestamp(payload["exp"], UTC)
        except (TypeError, ValueError, OverflowError, OSError):
            raise _not_good() from None
        if max(issued_at, not_before) > now + CLOCK_SKEW:
            raise _not_good()
        if expires_at <= now:
            raise InvalidAccessTokenError("the access token has expired")
        return AccessClaims(
            account_id=payload["sub"],
            session_id=payload["sid"] if type_ == TYPE else None,
            verified=payload["verified"],
            role=payload["role"],
            scopes=_scopes(payload.get("scope")),
            issued_at=issued_at,
            expires_at=expires_at,
        )

    def _is_former(self, type_: str, now: datetime) -> bool:
        return type_ == FORMER_TYPE and self._former_until is not None and now < self._former_until

    def _genuine(self, token: str) -> tuple[dict[str, Any], str]:
        """Return the claims and the type of a token that one of our keys signed, meant for us and lacking no claim."""
        if len(token) > MAX_TOKEN_LENGTH or not token.isascii():
            raise _not_good()
        try:
            key_id, type_ = _header(token.partition(".")[0])
            secret = self._secrets.keyring(KEYRING).secrets[key_id]
            payload = jwt.decode(
                token, secret, algorithms=[ALGORITHM], audience=self._audience, issuer=self._issuer, options=_OPTIONS
            )
        except (jwt.PyJWTError, KeyError):
            # Without the cause, whose message quotes the token.
            raise _not_good() from None
        if any(type(payload.get(name)) is not kind for name, kind in _CLAIMS.items()):
            raise _not_good()
        return payload, type_


def _scopes(claim: object) -> frozenset[Scope]:
    """Return the scopes of a token (RFC 9068 section 2.2.3); what the version before issued has all, and no claim."""
    if claim is None:
        return EVERYTHING
    if not isinstance(claim, str):
        raise _not_good()
    return scopes_of(claim)


@lru_cache(maxsize=16)
def _header(header: str) -> tuple[str, str]:
    """Return ``kid`` and ``typ`` of a header, which all tokens of a key share. Raises PyJWTError, KeyError."""
    members = jwt.get_unverified_header(f"{header}..")
    return str(members["kid"]), str(members["typ"])


def _not_good() -> InvalidAccessTokenError:
    return InvalidAccessTokenError("the access token is invalid")
