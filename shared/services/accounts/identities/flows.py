"""Sending browsers to providers, and taking back what they come back with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from shared.domain.accounts.account import token_hash
from shared.domain.accounts.errors import (
    InvalidProviderStateError,
    ProviderAnswerError,
    ProviderUnavailableError,
)
from shared.domain.accounts.identities import CODE_TTL, IdentityProof, ProvenIdentity
from shared.domain.accounts.provider_flows import FLOW_TTL, FlowSecrets, ProviderFlow, opened, sealed
from shared.domain.errors import FieldProblem, InvalidInputError, SecretsUnavailableError
from shared.services.ports.conflicts import ProofExistsError
from shared.services.ports.identity_providers import AuthorizationRequest, AuthorizationResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from shared.services.ports.identities import IdentityProofStore
    from shared.services.ports.identity_providers import IdentityProviders
    from shared.services.ports.security import Secrets

KEYRING = "jwt-keys"
"""States have keys that are derived from those of access tokens, so that there is nothing else to rotate."""
CALLBACK = "/api/v1/auth/providers/{name}/callback"
RAISES = (SecretsUnavailableError,)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRequest:
    """What a client wants: to get its browser back at ``redirect_to``, with a code for whoever knows the verifier."""

    redirect_to: str
    challenge: str
    client_state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Where to send the browser; ``by_post``: it will be sent back with a POST from another site."""

    url: str
    by_post: bool = False


class ProviderFlows:
    """Lets browsers prove identities. Nothing is stored until one is proven."""

    def __init__(
        self,
        providers: IdentityProviders,
        proofs: IdentityProofStore,
        secrets: Secrets,
        *,
        redirects: Collection[str],
        public_url: str,
        report: Callable[[str, Exception], None],
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        """``redirects`` are the only URLs that browsers are sent to in the end; ``report`` is told what goes wrong."""
        self._providers = providers
        self._proofs = proofs
        self._secrets = secrets
        self._redirects = frozenset(redirects)
        self._public_url = public_url
        self._report = report
        self._now = now
        self._new_id = new_id

    def begin(self, name: str, request: FlowRequest, browser: str) -> Departure:
        """Return where a browser goes; ``browser`` is the secret in its cookie, which it must have on its way back.

        If the provider cannot be reached, it goes straight back to the client, with an error (RFC 6749 section
        4.1.2.1). Raises ProviderNotFoundError, InvalidInputError (``redirect_to``: not_allowed), and
        SecretsUnavailableError.
        """
        provider = self._providers.find(name)
        if request.redirect_to not in self._redirects:
            raise InvalidInputError(
                FieldProblem(
                    pointer="/redirect_to",
                    code="not_allowed",
                    detail="This deployment does not redirect to this URL.",
                    in_query=True,
                )
            )
        flow = ProviderFlow(
            id=self._new_id(),
            provider=name,
            redirect_to=request.redirect_to,
            challenge=request.challenge,
            client_state=request.client_state,
            expires_at=(self._now() + FLOW_TTL).replace(microsecond=0),
        )
        secrets = sealed(flow, browser=browser, keyring=self._secrets.keyring(KEYRING))
        try:
            url = provider.authorization_url(self._authorization(name, secrets))
        except (ProviderUnavailableError, ProviderAnswerError) as error:
            return Departure(url=self._failed(flow, error))
        return Departure(url=url, by_post=provider.returns_by_post)

    def finish(self, name: str, parameters: Mapping[str, str], browser: str) -> str:
        """Return where a browser goes that has come back from a provider: to the client, with a code or an error.

        The code works once, for a minute. Raises ProviderNotFoundError, InvalidProviderStateError,
        SecretsUnavailableError, StoreUnavailableError, OutcomeUnknownError.
        """
        provider = self._providers.find(name)
        keyring = self._secrets.keyring(KEYRING)
        state = parameters.get("state", "")
        flow, secrets = opened(state, browser=browser, provider=name, keyring=keyring, now=self._now())
        if "error" in parameters:
            refused = parameters["error"] in {"access_denied", "user_cancelled_authorize"}
            return _back_to(flow, error="access_denied" if refused else "server_error")
        request = self._authorization(name, secrets)
        try:
            proven = provider.identify(AuthorizationResponse(parameters=parameters, request=request))
        except (ProviderUnavailableError, ProviderAnswerError) as error:
            return self._failed(flow, error)
        self._keep(proven, flow, secrets.code)
        return _back_to(flow, code=secrets.code)

    def _keep(self, proven: ProvenIdentity, flow: ProviderFlow, code: str) -> None:
        now = self._now()
        proof = IdentityProof(
            code_hash=token_hash(code),
            challenge=flow.challenge,
            identity=proven,
            expires_at=now + CODE_TTL,
            kept_until=max(flow.expires_at, now + CODE_TTL),
        )
        try:
            self._proofs.add(proof)
        except ProofExistsError as error:
            raise InvalidProviderStateError("this sign-in was finished before: begin again") from error

    def _authorization(self, name: str, secrets: FlowSecrets) -> AuthorizationRequest:
        return AuthorizationRequest(
            redirect_uri=self._public_url + CALLBACK.format(name=name),
            state=secrets.state,
            nonce=secrets.nonce,
            code_verifier=secrets.code_verifier,
        )

    def _failed(self, flow: ProviderFlow, error: Exception) -> str:
        self._report(flow.provider, error)
        is_passing = isinstance(error, ProviderUnavailableError)
        return _back_to(flow, error="temporarily_unavailable" if is_passing else "server_error")


def _back_to(flow: ProviderFlow, **parameters: str) -> str:
    """Return the client's URL with parameters, and with the state that the client has sent, if any."""
    if flow.client_state:
        parameters["state"] = flow.client_state
    separator = "&" if "?" in flow.redirect_to else "?"
    return f"{flow.redirect_to}{separator}{urlencode(parameters)}"
