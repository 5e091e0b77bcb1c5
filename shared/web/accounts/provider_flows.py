"""The beginning and the end of a browser's way to a provider: parameters, cookie and redirects.

The cookie tells one browser from another: without it, somebody could have another person's browser finish a sign-in
that they have begun themselves (RFC 6749 section 10.12). It holds a random value and nothing else, and the same one
serves all sign-ins that begin in a browser within ten minutes, so that two tabs do not disturb each other.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import RedirectResponse, Response

from shared.domain import limits
from shared.domain.accounts.errors import InvalidProviderStateError
from shared.domain.accounts.provider_flows import FLOW_TTL
from shared.services.accounts.identities.flows import FlowRequest
from shared.web.accounts.identity_schemas import CallbackIn
from shared.web.accounts.limits import SourceNetwork
from shared.web.accounts.link_pages import accepts_html, page, pages
from shared.web.dependencies import Limiter, ProviderFlows
from shared.web.http.counting import count_request
from shared.web.http.errors import MalformedRequestError, UnsupportedMediaTypeError
from shared.web.http.forms import FORM, read_form
from shared.web.http.json_body import media_type_of
from shared.web.http.parameters import Parameter, PathParameter
from shared.web.http.problem_types import problem_type_of
from shared.web.http.query_parameters import STRICT, without_empty_values
from shared.wiring import process

if TYPE_CHECKING:
    from shared.services.accounts.identities.flows import Departure

COOKIE = "provider-sign-in"
HOST_PREFIX = "__Host-"
"""Browsers let only this very host, over TLS, set and read such a cookie (RFC 6265bis section 4.1.3.2)."""
_BROWSER = re.compile(r"[A-Za-z0-9_-]{43}")

PAGES = pages(400)

ProviderName = Annotated[str, Depends(PathParameter("name", "The name of the provider."))]


class StartParameters(BaseModel):
    """The query of a sign-in's beginning."""

    model_config = STRICT
    _without_empty_values = without_empty_values

    redirect_to: Annotated[
        str,
        Field(
            max_length=1_024,
            description="Where the browser comes back to, with `code` or `error`: one of the URLs that this service "
            "is configured with, character by character.",
        ),
    ]
    code_challenge: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9_-]{43}$",
            description="The S256 challenge of a verifier that only the client knows (RFC 7636).",
        ),
    ]
    state: Annotated[
        str, Field(max_length=256, description="Anything that the client wants to have back in the redirect.")
    ] = ""

    def to_request(self) -> FlowRequest:
        """Return what the client wants, for the service."""
        return FlowRequest(redirect_to=self.redirect_to, challenge=self.code_challenge, client_state=self.state)


Start = Annotated[StartParameters, Query()]


async def limit_provider(request: Request, network: SourceNetwork, limiter: Limiter) -> None:
    """Count a step of a sign-in with a provider. Raises TooManyRequestsError."""
    count_request(request, limiter, (limits.PROVIDER, network))


ProviderLimit = Annotated[None, Depends(limit_provider)]


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser, by the random value in its cookie; ``secret`` is a new one if it has none."""

    secret: str
    is_secure: bool

    def sent_to(self, departure: Departure) -> Response:
        """Return the redirect to a provider, with the cookie that has to come back with the browser.

        A provider that sends it back with a POST from its own site gets none but a cookie for all sites.
        """
        response = RedirectResponse(departure.url, status_code=303)
        response.set_cookie(
            _cookie_name(self.is_secure),
            self.secret,
            max_age=int(FLOW_TTL.total_seconds()),
            secure=self.is_secure,
            httponly=True,
            samesite="none" if departure.by_post and self.is_secure else "lax",
        )
        return response


async def browser_of(request: Request) -> Browser:
    """Return the browser of a request."""
    is_secure = process.wiring().settings.public_url.startswith("https:")
    sent = request.cookies.get(_cookie_name(is_secure), "")
    return Browser(sent if _BROWSER.fullmatch(sent) else secrets.token_urlsafe(32), is_secure)


SameBrowser = Annotated[Browser, Depends(browser_of)]


class CallbackQuery:
    """The dependency on the query that a provider sends the browser back with; it may contain anything else."""

    parameters: ClassVar = tuple(
        Parameter(name=name, place="query", description=description)
        for name, description in (
            ("state", "What the browser was sent to the provider with."),
            ("code", "What the provider gives a token for."),
            ("error", "Why it gives none."),
            ("iss", "Who the provider is (RFC 9207)."),
        )
    )

    async def __call__(self, request: Request) -> Mapping[str, str]:
        """Return the parameters, each of which counts once. Raises MalformedRequestError."""
        items = request.query_params.multi_items()
        if len(items) > len(dict(items)):
            raise MalformedRequestError("a parameter stands twice in the query")
        return dict(items)


QueryParameters = Annotated[Mapping[str, str], Depends(CallbackQuery())]


class CallbackForm:
    """The dependency on the form that a provider has the browser post; it may contain anything else."""

    bodies: Mapping[str, type[BaseModel]] = {FORM: CallbackIn}

    async def __call__(self, request: Request) -> Mapping[str, str]:
        """Return the fields. Raises MalformedRequestError, UnsupportedMediaTypeError, and what ``read_body`` raises."""
        if media_type_of(request) not in {"", FORM}:
            raise UnsupportedMediaTypeError(FORM)
        return await read_form(request)


PostedParameters = Annotated[Mapping[str, str], Depends(CallbackForm())]


class ReturningBrowser:
    """A browser that comes back from a provider."""

    def __init__(
        self,
        request: Request,
        name: ProviderName,
        _within_limit: ProviderLimit,
        browser: SameBrowser,
        flows: ProviderFlows,
    ) -> None:
        self._request = request
        self._name = name
        self._browser = browser
        self._flows = flows

    def sent_on(self, parameters: Mapping[str, str]) -> Response:
        """Return the redirect to the client; people whose sign-in cannot go on get a page that says so."""
        try:
            url = self._flows.finish(self._name, parameters, self._browser.secret)
        except InvalidProviderStateError as error:
            if not accepts_html(self._request):
                raise
            kind = problem_type_of(error)
            return page(kind.title, "<p>Go back to where you wanted to sign in.</p>", status=kind.status)
        return RedirectResponse(url, status_code=303)


CameBack = Annotated[ReturningBrowser, Depends(ReturningBrowser)]


def _cookie_name(is_secure: bool) -> str:
    return f"{HOST_PREFIX if is_secure else ''}{COOKIE}"
