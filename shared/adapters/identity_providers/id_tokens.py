"""ID tokens (OpenID Connect Core section 3.1.3.7), verified with the keys of their issuer.

What PyJWT does not check is checked here: ``azp``, ``nonce``, and times by our own clock.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from shared.adapters.identity_providers.public_keys import jwt
from shared.domain.accounts.errors import ProviderAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jwt.types import Options

    from shared.adapters.identity_providers.key_sets import KeySet

ALGORITHMS = ("RS256", "ES256", "EdDSA")
CLOCK_SKEW = timedelta(seconds=60)
"""How far the clocks of providers may differ from ours."""
MAX_SUBJECT_LENGTH = 255
_OPTIONS: Options = {
    "require": ["iss", "sub", "aud", "exp", "iat"],
    "enforce_minimum_key_length": True,
    # The library would use the machine's clock; here the time is an argument.
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
}


def verified_claims(
    token: object,
    keys: KeySet,
    *,
    client_id: str,
    expected_issuer: Callable[[dict[str, Any]], str],
    nonce: str,
    now: datetime,
) -> dict[str, Any]:
    """Return the claims of an ID token that the issuer made for this client and this sign-in.

    Raises ProviderAnswerError, which quotes nothing of the token, and ProviderUnavailableError.
    """
    if not isinstance(token, str):
        raise ProviderAnswerError("there is no ID token")
    claims = _signed_claims(token, keys, client_id)
    if claims["iss"] != expected_issuer(claims):
        raise ProviderAnswerError("the ID token is of another issuer")
    _check_audience(claims, client_id)
    _check_times(claims, now)
    given = claims.get("nonce")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
        raise ProviderAnswerError("the ID token is for another sign-in")
    if not 0 < len(claims["sub"]) <= MAX_SUBJECT_LENGTH:
        raise ProviderAnswerError("the subject has an impossible length")
    return claims


def _signed_claims(token: str, keys: KeySet, client_id: str) -> dict[str, Any]:
    """Return what one of the keys has signed; they are fetched again if none has."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise ProviderAnswerError("the ID token cannot be read") from None
    algorithm, key_id = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS or str(header.get("typ", "JWT")).upper() != "JWT":
        raise ProviderAnswerError("the ID token has another algorithm or type")

    def claims(key: jwt.PyJWK) -> dict[str, Any]:
        decoded: dict[str, Any] = jwt.decode(
            token, key, algorithms=[algorithm], audience=client_id, options={**_OPTIONS, "verify_iss": False}
        )
        return decoded

    try:
        try:
            return claims(keys.find(key_id))
        except jwt.InvalidSignatureError:
            # A provider that was restarted may call a new key what it called the one before.
            return claims(keys.find_again(key_id))
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise ProviderAnswerError(f"the ID token is not valid: {type(error).__name__}") from None


def _check_audience(claims: dict[str, Any], client_id: str) -> None:
    """PyJWT has made sure that the client is among those that the token is for; it must also be the one that asked."""
    audience, party = claims["aud"], claims.get("azp")
    others = isinstance(audience, list) and audience != [client_id]
    if (party is None and others) or (party is not None and party != client_id):
        raise ProviderAnswerError("the ID token was issued to another client")


def _check_times(claims: dict[str, Any], now: datetime) -> None:
    issued_at, expires_at, not_before = claims["iat"], claims["exp"], claims.get("nbf", claims["iat"])
    if not all(isinstance(each, int | float) for each in (issued_at, expires_at, not_before)):
        raise ProviderAnswerError("the times of the ID token are not numbers")
    if expires_at <= (now - CLOCK_SKEW).timestamp():
        raise ProviderAnswerError("the ID token has expired")
    if max(issued_at, not_before) > (now + CLOCK_SKEW).timestamp():
        raise ProviderAnswerError("the ID token is from the future")
