"""GitHub: OAuth 2.0 without OpenID Connect, so that it has to be asked who has signed in.

https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from shared.adapters.identity_providers.dialects import email_in
from shared.adapters.identity_providers.provider_client import ProviderClient
from shared.domain.accounts.errors import ProviderAnswerError
from shared.domain.accounts.identities import ProvenIdentity, s256_challenge

if TYPE_CHECKING:
    from shared.domain.accounts.provider_settings import ProviderSettings
    from shared.services.ports.identity_providers import AuthorizationRequest, AuthorizationResponse

_PUBLIC = "https://github.com"


class GitHubProvider:
    """A ports.IdentityProvider, for github.com, or for an Enterprise Server at another ``issuer``.

    People are told apart by their number there: logins can be given to somebody else.
    """

    returns_by_post = False

    def __init__(self, settings: ProviderSettings) -> None:
        self._settings = settings
        self._client = ProviderClient(settings)
        self._url = settings.issuer.rstrip("/")
        self._api = "https://api.github.com" if self._url == _PUBLIC else f"{self._url}/api/v3"

    def authorization_url(self, request: AuthorizationRequest) -> str:
        """See ports.IdentityProvider."""
        parameters = {
            "client_id": self._settings.client_id,
            "redirect_uri": request.redirect_uri,
            "scope": " ".join(self._settings.scopes),
            "state": request.state,
            "code_challenge": s256_challenge(request.code_verifier),
            "code_challenge_method": "S256",
        }
        return f"{self._url}/login/oauth/authorize?{urlencode(parameters)}"

    def identify(self, response: AuthorizationResponse) -> ProvenIdentity:
        """See ports.IdentityProvider. Makes three requests."""
        form = {
            "client_id": self._settings.client_id,
            "client_secret": self._settings.client_secret,
            "code": response.parameters.get("code", ""),
            "redirect_uri": response.request.redirect_uri,
            "code_verifier": response.request.code_verifier,
        }
        token = self._client.post(f"{self._url}/login/oauth/access_token", form).get("access_token")
        if not isinstance(token, str):
            raise ProviderAnswerError("there is no access token")
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"}
        person = self._client.get(f"{self._api}/user", headers)
        number = person.get("id") if isinstance(person, dict) else None
        if not isinstance(number, int) or isinstance(number, bool):
            raise ProviderAnswerError("GitHub does not say who has signed in")
        email = _primary_email(self._client.get(f"{self._api}/user/emails", headers))
        return ProvenIdentity(
            provider=self._settings.name,
            issuer=self._url,
            subject=str(number),
            email=email,
            is_email_verified=email is not None,
            vouches_for_email=email is not None and self._settings.links_by_email,
            full_name=str(person.get("name") or ""),
        )


def _primary_email(emails: Any) -> str | None:
    """Return the primary address, if it is verified; only that may be taken for the person's."""
    entries = [entry for entry in emails if isinstance(entry, dict)] if isinstance(emails, list) else []
    chosen = (entry for entry in entries if entry.get("primary") is True and entry.get("verified") is True)
    return email_in(next(chosen, {}))
