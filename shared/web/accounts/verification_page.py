"""The page behind the link in a verification message: no scripts, and nothing loaded from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from string import Template
from typing import Annotated, Any, ClassVar, TypeAlias

from fastapi import Depends, Query, Request
from pydantic import BaseModel
from starlette.responses import HTMLResponse

from shared.domain.errors import InvalidVerificationTokenError
from shared.services.accounts.verification import Verification, VerificationOutcome
from shared.web.accounts.schemas import DetailOut, VerificationIn
from shared.web.http.forms import FORM, read_form
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.json_body import JSON, media_type_of, read_json, validated
from shared.web.http.problem_types import problem_type_of

VerificationAnswer: TypeAlias = JsonAnswer[DetailOut] | HTMLResponse
"""JSON for programs, or a page for people."""

MAX_TOKEN_LENGTH = 256
_STYLE = """
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1rem }
:root { color-scheme: light dark }
button { font: inherit; padding: .6rem 1.2rem; border: 0; border-radius: .4rem; background: #1f5fbf; color: #fff }
"""
_PAGE = Template(
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>$style</style>
</head>
<body><main><h1>$title</h1>$content</main></body>
</html>
"""
)
_CONFIRM = Template(
    """<p>One more step:</p>
<form method="post" action="/api/v1/auth/verify-email">
<input type="hidden" name="token" value="$token">
<button>Verify my address</button>
</form>"""
)
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGES: dict[int | str, dict[str, Any]] = {status: {"content": {"text/html": {}}} for status in (200, 400)}
"""The responses that the OpenAPI document lists besides JSON."""

_DETAILS = {
    VerificationOutcome.VERIFIED: "Your e-mail address is verified. You can sign in now.",
    VerificationOutcome.ALREADY_VERIFIED: "This e-mail address is already verified.",
}


async def link_token(
    token: Annotated[str, Query(description="The token from the link in the message.")] = "",
) -> str:
    """Return the token in the query, or an empty string if there is none."""
    return token


LinkToken = Annotated[str, Depends(link_token)]


class PostedToken:
    """The dependency that reads the token from the query or, if it is not there, from a form or JSON."""

    bodies: ClassVar[Mapping[str, type[BaseModel]]] = {FORM: VerificationIn, JSON: VerificationIn}

    async def __call__(self, request: Request, token: LinkToken) -> str:
        """Return the token; an empty text when there is none.

        Raises MalformedRequestError, InvalidInputError, and what ``read_body`` raises.
        """
        media_type = media_type_of(request)
        if not token and media_type == FORM:
            return (await read_form(request)).get("token", "")
        if not token and media_type == JSON:
            return validated(VerificationIn, await read_json(request, JSON)).token
        return token


FormToken = Annotated[str, Depends(PostedToken())]


def follow_link(request: Request, token: str, verification: Verification) -> VerificationAnswer:
    """Verify the address for a client that asks for JSON; show everyone else a page with a button that does so.

    A HEAD never verifies: what sends it only looks whether the link leads somewhere.

    Raises what ``verify`` raises.
    """
    is_head = request.scope["aws.event"]["routeKey"].startswith("HEAD ")
    if _prefers_json(request) and not is_head:
        return verify(request, token, verification)
    return _page("Verify your e-mail address", _CONFIRM.substitute(token=escape(token)))


def verify(request: Request, token: str, verification: Verification) -> VerificationAnswer:
    """Verify the address, and report the outcome as JSON or, if the client accepts HTML, as a page.

    Raises what ``Verification.verify`` raises; for an invalid token, a client that accepts HTML gets a page instead.
    """
    accepts_html = "text/html" in request.headers.get("accept", "").lower()
    try:
        if not 0 < len(token) <= MAX_TOKEN_LENGTH:
            raise InvalidVerificationTokenError("the link is incomplete")
        detail = _DETAILS[verification.verify(token)]
    except InvalidVerificationTokenError as error:
        if not accepts_html:
            raise
        kind = problem_type_of(error)
        return _page(kind.title, "<p>Request another message, and follow the link in that one.</p>", status=kind.status)
    return _page(detail) if accepts_html else JsonAnswer({"detail": detail}, headers={"Vary": "Accept"})


def _prefers_json(request: Request) -> bool:
    """Return whether the client asks for JSON; browsers and link scanners accept HTML, or anything."""
    accepted = [part.partition(";")[0].strip().lower() for part in request.headers.get("accept", "").split(",")]
    return "application/json" in accepted and "text/html" not in accepted


def _page(title: str, content: str = "", *, status: int = 200) -> HTMLResponse:
    return HTMLResponse(
        _PAGE.substitute(title=escape(title), style=_STYLE, content=content),
        status,
        headers={"Content-Security-Policy": _CONTENT_SECURITY_POLICY, "Vary": "Accept"},
    )
