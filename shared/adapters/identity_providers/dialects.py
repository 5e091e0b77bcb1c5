"""Where providers differ from OpenID Connect, and from each other."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from shared.domain.accounts.errors import ProviderAnswerError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from shared.domain.accounts.provider_settings import ProviderSettings

MAX_EMAIL_LENGTH = 254
_TENANT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Dialect:
    """OpenID Connect as it is specified."""

    parameters: Mapping[str, str] = {}
    """What a browser is sent with besides what is required."""
    returns_by_post = False
    has_issuer_of_tenants = False

    def __init__(self, settings: ProviderSettings) -> None:
        self._settings = settings

    def expected_issuer(self, claims: Mapping[str, Any]) -> str:  # noqa: ARG002 - the issuer of all claims
        """Return the issuer that a token with these claims must be of."""
        return self._settings.issuer

    def client_secret(self, now: datetime) -> str:  # noqa: ARG002 - one that does not change
        """Return the secret of the client."""
        return self._settings.client_secret

    def is_verified(self, claims: Mapping[str, Any]) -> bool:
        """Return whether the provider has verified the address. Some say so in text, and ``"false"`` is not true."""
        verified = claims.get("email_verified")
        return verified is True or verified == "true"

    def vouches(self, claims: Mapping[str, Any]) -> bool:  # noqa: ARG002 - whatever the claims
        """Return whether the provider knows whose the verified address is now."""
        return self._settings.links_by_email

    def full_name(self, claims: Mapping[str, Any], parameters: Mapping[str, str]) -> str:  # noqa: ARG002
        """Return the name of the person; empty if there is none."""
        name = claims.get("name")
        return name if isinstance(name, str) else ""


class Google(Dialect):
    """https://developers.google.com/identity/openid-connect/openid-connect."""

    def expected_issuer(self, claims: Mapping[str, Any]) -> str:
        """Return the issuer; tokens may have it without a scheme."""
        bare = self._settings.issuer.removeprefix("https://")
        return bare if claims.get("iss") == bare else self._settings.issuer

    def vouches(self, claims: Mapping[str, Any]) -> bool:
        """Return whether the address is of Google's own mail, or of a domain that Google manages.

        https://developers.google.com/identity/gsi/web/guides/verify-google-id-token
        """
        is_googles = str(claims.get("email", "")).lower().endswith("@gmail.com") or bool(claims.get("hd"))
        return self._settings.links_by_email and is_googles


class Microsoft(Dialect):
    """Entra ID, where administrators of a tenant set addresses as they like.

    https://learn.microsoft.com/entra/identity-platform/migrate-off-email-claim-authorization
    """

    has_issuer_of_tenants = True

    def expected_issuer(self, claims: Mapping[str, Any]) -> str:
        """Return the issuer of the tenant that the token names; of one tenant only, if the settings name that."""
        issuer = self._settings.issuer
        for shared in ("common", "organizations", "consumers"):
            if f"/{shared}/" in issuer:
                tenant = claims.get("tid")
                if not isinstance(tenant, str) or not _TENANT.fullmatch(tenant):
                    raise ProviderAnswerError("the token names no tenant")
                return issuer.replace(f"/{shared}/", f"/{tenant}/")
        return issuer

    def is_verified(self, claims: Mapping[str, Any]) -> bool:
        """Return whether the owner of the domain was verified (``xms_edov``, an optional claim)."""
        verified = claims.get("xms_edov")
        return not isinstance(verified, float) and verified in (True, 1, "1", "true")


class Apple(Dialect):
    """https://developer.apple.com/documentation/signinwithapple."""

    parameters: Mapping[str, str] = {"response_mode": "form_post"}
    returns_by_post = True
    _TTL = timedelta(minutes=5)

    def client_secret(self, now: datetime) -> str:
        """Return a token that the key of the team has signed, which Apple takes for the secret."""
        from shared.adapters.identity_providers.public_keys import jwt

        claims = {
            "iss": self._settings.team_id,
            "sub": self._settings.client_id,
            "aud": self._settings.issuer,
            "iat": int(now.timestamp()),
            "exp": int((now + self._TTL).timestamp()),
        }
        try:
            key = self._settings.private_key
            return jwt.encode(claims, key, algorithm="ES256", headers={"kid": self._settings.key_id})
        except (jwt.PyJWTError, TypeError, ValueError) as error:
            raise ProviderAnswerError(f"private_key signs nothing: {type(error).__name__}") from None

    def full_name(self, claims: Mapping[str, Any], parameters: Mapping[str, str]) -> str:  # noqa: ARG002
        """Return the name, which the browser brings, at the first sign-in only, and nobody has signed."""
        try:
            name = json.loads(parameters.get("user", ""))["name"]
            return " ".join(filter(None, (str(name.get("firstName") or ""), str(name.get("lastName") or ""))))
        except (AttributeError, KeyError, TypeError, ValueError):
            return ""


DIALECTS: Mapping[str, type[Dialect]] = {"google": Google, "microsoft": Microsoft, "apple": Apple, "oidc": Dialect}


def email_in(claims: Mapping[str, Any]) -> str | None:
    """Return the address in claims, if it is a text that can be one."""
    email = claims.get("email")
    return email if isinstance(email, str) and 0 < len(email) <= MAX_EMAIL_LENGTH else None
