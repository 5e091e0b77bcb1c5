"""Providers without a network: whoever comes back with a name is that person."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from shared.domain.accounts.errors import ProviderAnswerError, ProviderNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.domain.accounts.identities import ProvenIdentity
    from shared.services.ports.identity_providers import AuthorizationRequest, AuthorizationResponse


class MemoryProvider:
    """A ports.IdentityProvider: ``people`` are who it knows, by the codes that they come back with.

    ``fault`` is raised instead of whatever it is asked.
    """

    def __init__(self, *, returns_by_post: bool = False) -> None:
        self.returns_by_post = returns_by_post
        self.people: dict[str, ProvenIdentity] = {}
        self.fault: Exception | None = None

    def authorization_url(self, request: AuthorizationRequest) -> str:
        """See ports.IdentityProvider."""
        if self.fault is not None:
            raise self.fault
        parameters = {"state": request.state, "redirect_uri": request.redirect_uri, "nonce": request.nonce}
        return f"https://provider.example/authorize?{urlencode(parameters)}"

    def identify(self, response: AuthorizationResponse) -> ProvenIdentity:
        """See ports.IdentityProvider."""
        if self.fault is not None:
            raise self.fault
        try:
            return self.people[response.parameters.get("code", "")]
        except KeyError:
            raise ProviderAnswerError("nobody has this code") from None


class MemoryProviders:
    """A ports.IdentityProviders."""

    def __init__(self, **providers: MemoryProvider) -> None:
        self.providers = providers

    def titles(self) -> Mapping[str, str]:
        """See ports.IdentityProviders."""
        return {name: name.title() for name in self.providers}

    def find(self, name: str) -> MemoryProvider:
        """See ports.IdentityProviders."""
        try:
            return self.providers[name]
        except KeyError:
            raise ProviderNotFoundError("there is no such provider") from None
