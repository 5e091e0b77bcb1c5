"""OpenID Connect: the code flow with PKCE, state and nonce (Core section 3.1, RFC 7636, RFC 9700)."""

from __future__ import annotations

import hmac
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode

from shared.adapters.identity_providers.dialects import DIALECTS, email_in
from shared.adapters.identity_providers.provider_client import ProviderClient
from shared.domain.accounts.errors import ProviderAnswerError
from shared.domain.accounts.identities import ProvenIdentity, s256_challenge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from shared.adapters.identity_providers.key_sets import KeySet
    from shared.domain.accounts.provider_settings import ProviderSettings
    from shared.services.ports.identity_providers import AuthorizationRequest, AuthorizationResponse

DISCOVERY = "/.well-known/openid-configuration"
KEPT_SECONDS = 24 * 3600.0
"""How long what an issuer says of itself is believed."""


class OpenIdProvider:
    """A ports.IdentityProvider, for one issuer. Of a sign-in it requests tokens, and seldom what is said of the person.

    What it says of itself, and its keys, are kept in the process. ``clock`` returns seconds.
    """

    def __init__(self, settings: ProviderSettings, *, now: Callable[[], datetime], clock: Callable[[], float]) -> None:
        self._settings = settings
        self._dialect = DIALECTS[settings.kind](settings)
        self._client = ProviderClient(settings)
        self._now = now
        self._clock = clock
        self._metadata: dict[str, Any] = {}
        self._read_at = float("-inf")
        self._keys: KeySet | None = None

    @property
    def returns_by_post(self) -> bool:
        """See ports.IdentityProvider."""
        return self._dialect.returns_by_post

    def authorization_url(self, request: AuthorizationRequest) -> str:
        """See ports.IdentityProvider."""
        parameters = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": request.redirect_uri,
            "scope": " ".join(self._settings.scopes),
            "state": request.state,
            "nonce": request.nonce,
            "code_challenge": s256_challenge(request.code_verifier),
            "code_challenge_method": "S256",
            **self._dialect.parameters,
        }
        endpoint = self._endpoint("authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(parameters)}"

    def identify(self, response: AuthorizationResponse) -> ProvenIdentity:
        """See ports.IdentityProvider."""
        self._check_issuer(response.parameters)
        answer = self._tokens(response)
        from shared.adapters.identity_providers.id_tokens import verified_claims

        claims = verified_claims(
            answer.get("id_token"),
            self._key_set(),
            client_id=self._settings.client_id,
            expected_issuer=self._dialect.expected_issuer,
            nonce=response.request.nonce,
            now=self._now(),
        )
        # Whether an address is verified is believed only of whoever says what the address is.
        source = claims if email_in(claims) else self._userinfo(answer.get("access_token"), claims["sub"])
        email = email_in(source)
        is_verified = email is not None and self._dialect.is_verified(source)
        return ProvenIdentity(
            provider=self._settings.name,
            # As configured, or of the tenant: Google's tokens spell it in two ways.
            issuer=claims["iss"] if self._dialect.has_issuer_of_tenants else self._settings.issuer,
            subject=claims["sub"],
            email=email,
            is_email_verified=is_verified,
            vouches_for_email=is_verified and self._dialect.vouches(source),
            full_name=self._dialect.full_name({**source, **claims}, response.parameters),
        )

    def _check_issuer(self, parameters: Mapping[str, str]) -> None:
        """Refuse what another issuer has sent the browser with (RFC 9207)."""
        issuer = parameters.get("iss")
        is_promised = self._described().get("authorization_response_iss_parameter_supported") is True
        if (issuer is None and is_promised) or (issuer is not None and issuer != self._described()["issuer"]):
            raise ProviderAnswerError("the browser comes back from another issuer")

    def _tokens(self, response: AuthorizationResponse) -> dict[str, Any]:
        code = response.parameters.get("code")
        if not code:
            raise ProviderAnswerError("the browser comes back with neither a code nor an error")
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": response.request.redirect_uri,
            "code_verifier": response.request.code_verifier,
        }
        credentials, headers = self._authentication()
        return self._client.post(self._endpoint("token_endpoint"), {**form, **credentials}, headers)

    def _authentication(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return how the client proves who it is (Core section 9): in the form, or in a header."""
        client_id, secret = self._settings.client_id, self._dialect.client_secret(self._now())
        methods = self._described().get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if not secret:
            return {"client_id": client_id}, {}
        if "client_secret_basic" not in methods:
            return {"client_id": client_id, "client_secret": secret}, {}
        pair = f"{quote_plus(client_id)}:{quote_plus(secret)}"  # RFC 6749 section 2.3.1
        return {}, {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}

    def _userinfo(self, access_token: object, subject: str) -> dict[str, Any]:
        """Return what the provider says of the person elsewhere (Core section 5.3), if it has such an endpoint."""
        if "userinfo_endpoint" not in self._described() or not isinstance(access_token, str):
            return {}
        headers = {"Authorization": f"Bearer {access_token}"}
        answer = self._client.get(self._endpoint("userinfo_endpoint"), headers)
        same = isinstance(answer, dict) and isinstance(answer.get("sub"), str)
        if not same or not hmac.compare_digest(answer["sub"].encode(), subject.encode()):
            raise ProviderAnswerError("the provider speaks of somebody else")
        return dict(answer)

    def _key_set(self) -> KeySet:
        if self._keys is None:
            from shared.adapters.identity_providers.key_sets import KeySet

            self._keys = KeySet(lambda: self._client.get(self._endpoint("jwks_uri")), clock=self._clock)
        return self._keys

    def _endpoint(self, name: str) -> str:
        endpoint = self._described().get(name)
        if not isinstance(endpoint, str):
            raise ProviderAnswerError(f"the issuer does not say what its {name} is")
        return endpoint

    def _described(self) -> dict[str, Any]:
        """Return what the issuer says of itself (OpenID Connect Discovery section 4)."""
        if self._clock() - self._read_at >= KEPT_SECONDS:
            document = self._client.get(self._settings.issuer.rstrip("/") + DISCOVERY)
            if not isinstance(document, dict) or not self._is_own(document.get("issuer")):
                raise ProviderAnswerError("the issuer says that it is another one")
            self._metadata, self._read_at = document, self._clock()
        return self._metadata

    def _is_own(self, issuer: object) -> bool:
        is_of_tenants = self._dialect.has_issuer_of_tenants and isinstance(issuer, str) and "{tenantid}" in issuer
        return issuer == self._settings.issuer or is_of_tenants
