"""The stand-in as an ASGI application.

It enforces what honest providers enforce: the client's secret, a redirect that was registered, S256 for every client,
and one use of a code. What it is asked to ``play`` besides is for tests.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping
from time import time
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from local.identity_provider import pages
from local.identity_provider.grants import Grant, GrantError, Grants
from local.identity_provider.people import Person, Play
from local.provider_client import CLIENT_ID, PREFIX

if TYPE_CHECKING:
    from local.identity_provider.signing import SigningKeys

_ID_TOKEN_SECONDS = 300
_GITHUB = "/github"


class IdentityProvider:
    """Serves ``/_local/provider``, an issuer of that URL, and below ``/github`` a GitHub.

    ``url`` is where the product is served, and the only place that browsers are sent back to. ``secret`` returns the
    secret of the one client.
    """

    def __init__(self, url: str, secret: Callable[[], str], *, clock: Callable[[], float] = time) -> None:
        self.play = Play()
        self.requests: list[str] = []
        self._url, self._secret, self._clock = url, secret, clock
        self._grants = Grants(clock)
        self._keys: SigningKeys | None = None
        routes = [
            Route("/.well-known/openid-configuration", self._describe),
            Route("/authorize", self._ask),
            Route("/authorize", self._authorize, methods=["POST"]),
            Route("/token", self._exchange, methods=["POST"]),
            Route("/userinfo", self._tell),
            Route("/jwks", self._show_keys),
            Route(f"{_GITHUB}/login/oauth/authorize", self._ask),
            Route(f"{_GITHUB}/login/oauth/authorize", self._authorize, methods=["POST"]),
            Route(f"{_GITHUB}/login/oauth/access_token", self._exchange_at_github, methods=["POST"]),
            Route(f"{_GITHUB}/api/v3/user", self._tell_number),
            Route(f"{_GITHUB}/api/v3/user/emails", self._tell_emails),
        ]
        self._app = Starlette(routes=[Mount(PREFIX, routes=routes)])

    @property
    def issuer(self) -> str:
        """The URL that its tokens are issued by."""
        return self._url + PREFIX

    @property
    def keys(self) -> SigningKeys:
        """The keys, made when they are needed first."""
        if self._keys is None:
            from local.identity_provider.signing import SigningKeys  # noqa: PLC0415 - few runs sign anything

            self._keys = SigningKeys()
        return self._keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        self.requests.append(scope["path"].removeprefix(PREFIX))
        await self._app(scope, receive, send)

    async def _describe(self, _: Request) -> Response:
        described = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [self.keys.algorithm],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "authorization_response_iss_parameter_supported": True,
            **self.play.metadata,
        }
        return JSONResponse({name: value for name, value in described.items() if value is not None})

    async def _ask(self, request: Request) -> Response:
        """Show the page on which people say who they are."""
        query = dict(request.query_params)
        refusal = self._refusal(query)
        return refusal or HTMLResponse(pages.who_are_you(query), headers=pages.HEADERS)

    async def _authorize(self, request: Request) -> Response:
        """Send the browser back, with a code, or with an error if the person refuses."""
        async with request.form() as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
        if refusal := self._refusal(fields):
            return refusal
        back: dict[str, str | None] = {"state": fields.get("state", "")}
        if _GITHUB not in request.url.path:
            back["iss"] = self.issuer
        if "refuse" in fields:
            back["error"] = "access_denied"
        else:
            person = Person(email=fields["email"], name=fields.get("name", ""), subject=fields.get("subject", ""))
            back["code"] = self._grants.issue(
                person,
                redirect_uri=fields["redirect_uri"],
                challenge=fields["code_challenge"],
                nonce=fields.get("nonce"),
            )
        back |= self.play.parameters
        sent = {name: value for name, value in back.items() if value is not None}
        if self.play.by_post or fields.get("response_mode") == "form_post":
            return HTMLResponse(pages.posting(fields["redirect_uri"], sent))
        return RedirectResponse(f"{fields['redirect_uri']}?{urlencode(sent)}", 303)

    def _refusal(self, query: Mapping[str, str]) -> Response | None:
        """Return a page for a request that must not be answered with a redirect, or None."""
        redirect_uri = query.get("redirect_uri", "")
        is_ours = redirect_uri.startswith(f"{self._url}/api/v1/auth/providers/") and redirect_uri.endswith("/callback")
        if query.get("client_id") != CLIENT_ID or not is_ours:
            return HTMLResponse("unknown client or redirect_uri", 400)
        if query.get("code_challenge_method") != "S256" or len(query.get("code_challenge", "")) != 43:
            return HTMLResponse("PKCE with S256 is required", 400)
        return None

    async def _exchange(self, request: Request) -> Response:
        async with request.form() as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
        if not self._is_client(request, fields):
            return JSONResponse({"error": "invalid_client"}, 401)
        if fields.get("grant_type") != "authorization_code":
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        try:
            grant, token = self._grants.exchange(fields)
        except GrantError as error:
            return JSONResponse({"error": str(error)}, 400)
        tokens = {"access_token": token, "token_type": "Bearer", "expires_in": _ID_TOKEN_SECONDS}
        return JSONResponse({**tokens, "id_token": self._id_token(grant)})

    def _is_client(self, request: Request, fields: Mapping[str, str]) -> bool:
        scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            client_id, _, secret = b64decode(encoded).decode().partition(":")
            return (unquote_plus(client_id), unquote_plus(secret)) == (CLIENT_ID, self._secret())
        return (fields.get("client_id"), fields.get("client_secret")) == (CLIENT_ID, self._secret())

    def _id_token(self, grant: Grant) -> str:
        now = self._clock() + self.play.seconds_ahead
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": grant.person.sub,
            "iat": int(now),
            "exp": int(now) + _ID_TOKEN_SECONDS,
            "nonce": grant.nonce,
            **(self._email(grant.person) if "token" in self.play.email_in else {}),
            **self.play.claims,
        }
        shown = {name: value for name, value in claims.items() if value is not None}
        return self.keys.sign(shown, self.play.header)

    def _email(self, person: Person) -> dict[str, Any]:
        return {"email": person.email, "email_verified": self.play.email_verified, "name": person.name or None}

    async def _tell(self, request: Request) -> Response:
        grant = self._grants.of(request.headers.get("authorization", ""))
        if grant is None:
            return JSONResponse({"error": "invalid_token"}, 401)
        about = self._email(grant.person) if "userinfo" in self.play.email_in else {}
        claims = {"sub": self.play.userinfo_sub or grant.person.sub, **about}
        return JSONResponse({name: value for name, value in claims.items() if value is not None})

    async def _show_keys(self, _: Request) -> Response:
        return JSONResponse(self.keys.document())

    async def _exchange_at_github(self, request: Request) -> Response:
        """Give a token as GitHub does: errors have the status 200."""
        async with request.form() as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
        if not self._is_client(request, fields):
            return JSONResponse({"error": "incorrect_client_credentials"})
        try:
            _, token = self._grants.exchange(fields)
        except GrantError:
            return JSONResponse({"error": "bad_verification_code"})
        return JSONResponse({"access_token": token, "token_type": "bearer", "scope": "read:user,user:email"})

    async def _tell_number(self, request: Request) -> Response:
        grant = self._grants.of(request.headers.get("authorization", ""))
        if grant is None:
            return JSONResponse({"message": "Bad credentials"}, 401)
        person = grant.person
        return JSONResponse({"id": int(person.subject or 1), "login": "octocat", "name": person.name or None})

    async def _tell_emails(self, request: Request) -> Response:
        grant = self._grants.of(request.headers.get("authorization", ""))
        if grant is None:
            return JSONResponse({"message": "Bad credentials"}, 401)
        verified = self.play.email_verified
        return JSONResponse(
            [
                {"email": "other@example.com", "primary": False, "verified": True},
                {"email": grant.person.email, "primary": True, "verified": verified},
            ]
        )
