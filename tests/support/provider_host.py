"""The stand-in for providers on a port of its own, and browsers that sign in there."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import uvicorn

from local.identity_provider import PREFIX, IdentityProvider, Person
from local.listening import listen
from local.provider_client import CLIENT_ID
from shared.adapters.bounded_requests import Bounds, send
from shared.domain.accounts.provider_settings import ProviderSettings, read_provider
from shared.services.ports.identity_providers import (
    AuthorizationRequest,
    AuthorizationResponse,
)
from shared.services.ports.identity_providers import IdentityProvider as Provider

SECRET = "a secret: with + and %"
ADA = Person(email="Ada@Example.com", name="Ada Example", subject="4711")
_BOUNDS = Bounds(seconds=10, max_bytes=1 << 20)
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class ProviderHost:
    """A running stand-in. ``now`` is the time of its clock, in seconds."""

    def __init__(self, port: int, now: float) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.now = now
        self.provider = IdentityProvider(self.url, lambda: SECRET, clock=lambda: self.now)

    def settings(self, name: str = "example", **more: Any) -> ProviderSettings:
        """Return the settings of a provider with which the product is registered here."""
        issuer = self.url + PREFIX + ("/github" if name == "github" else "")
        client = {"issuer": issuer, "client_id": CLIENT_ID, "client_secret": SECRET}
        return read_provider(name, {**client, **more})

    def request(self, name: str = "example", **more: str) -> AuthorizationRequest:
        """Return a request with which a browser is sent here."""
        callback = f"{self.url}/api/v1/auth/providers/{name}/callback"
        return AuthorizationRequest(
            **{
                "redirect_uri": callback,
                "state": "state",
                "nonce": "nonce",
                "code_verifier": "a-verifier-of-forty-three-characters-or-more",
                **more,
            }
        )


def sign_in(url: str, person: Person = ADA, **more: str) -> dict[str, str]:
    """Sign in at the page that a browser was sent to, and return the parameters that it comes back with."""
    fields = {**dict(parse_qsl(urlsplit(url).query)), "email": person.email, "name": person.name}
    body = urlencode({**fields, "subject": person.subject, **more}).encode()
    parts = urlsplit(url)
    response = send("POST", f"{parts.scheme}://{parts.netloc}{parts.path}", _FORM, bounds=_BOUNDS, body=body)
    assert response.status == 303, response.body
    return dict(parse_qsl(urlsplit(response.location).query))


def identified(provider: Provider, request: AuthorizationRequest, returned: Mapping[str, str]) -> Any:
    """Return who has signed in, according to a provider."""
    return provider.identify(AuthorizationResponse(parameters=returned, request=request))


@contextmanager
def running_provider(now: float) -> Iterator[ProviderHost]:
    """Run the stand-in within a ``with`` block."""
    with listen(0) as listener:
        host = ProviderHost(listener.getsockname()[1], now)
        server = uvicorn.Server(uvicorn.Config(host.provider, lifespan="off", log_config=None, access_log=False))
        arguments: dict[str, Any] = {"sockets": [listener]}
        thread = threading.Thread(target=server.run, kwargs=arguments, daemon=True)
        thread.start()
        try:
            yield host
        finally:
            server.should_exit = True
            thread.join(10)
