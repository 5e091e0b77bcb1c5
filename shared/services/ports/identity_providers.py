"""The providers that people sign in with, such as Google or GitHub."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from shared.domain.errors import SecretsUnavailableError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.domain.accounts.identities import ProvenIdentity


RAISES = (SecretsUnavailableError,)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationRequest:
    """What a browser is sent to a provider with; ``code_verifier`` itself never leaves the service before the end."""

    redirect_uri: str
    state: str
    nonce: str = field(repr=False)
    code_verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationResponse:
    """What a browser came back with: ``parameters`` as they are, and the request that it had been sent with."""

    parameters: Mapping[str, str] = field(repr=False)
    request: AuthorizationRequest


class IdentityProvider(Protocol):
    """A provider."""

    @property
    def returns_by_post(self) -> bool:
        """Whether the browser comes back with a POST from the provider's site."""
        ...

    def authorization_url(self, request: AuthorizationRequest) -> str:
        """Return the URL to send the browser to. Raises ProviderUnavailableError, ProviderAnswerError."""
        ...

    def identify(self, response: AuthorizationResponse) -> ProvenIdentity:
        """Return who has signed in, after all that is said of them was verified.

        Raises ProviderUnavailableError, and ProviderAnswerError if nothing is proven.
        """
        ...


class IdentityProviders(Protocol):
    """The providers of this deployment."""

    def titles(self) -> Mapping[str, str]:
        """Return what people know the providers by, by their names in routes. Raises SecretsUnavailableError."""
        ...

    def find(self, name: str) -> IdentityProvider:
        """Return the provider of this name. Raises ProviderNotFoundError, SecretsUnavailableError."""
        ...
