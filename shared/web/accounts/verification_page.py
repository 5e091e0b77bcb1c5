"""The page behind the link in a verification message."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from string import Template
from typing import Annotated, ClassVar, TypeAlias

from fastapi import Depends, Request
from pydantic import BaseModel
from starlette.responses import HTMLResponse

from shared.domain.accounts.account import MAX_TOKEN_LENGTH
from shared.domain.accounts.errors import InvalidVerificationTokenError
from shared.services.accounts.verification import Verification, VerificationOutcome
from shared.web.accounts.link_pages import LinkToken, accepts_html, page, pages, prefers_json
from shared.web.accounts.schemas import DetailOut, VerificationIn
from shared.web.http.forms import FORM, read_form
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.json_body import JSON, media_type_of, read_json, validated
from shared.web.http.problem_types import problem_type_of

VerificationAnswer: TypeAlias = JsonAnswer[DetailOut] | HTMLResponse
"""JSON for programs, or a page for people."""

_CONFIRM = Template(
    """<p>One more step:</p>
<form method="post" action="/api/v1/auth/verify-email">
<input type="hidden" name="token" value="$token">
<button>Verify my address</button>
</form>"""
)
PAGES = pages(200, 400)

_DETAILS = {
    VerificationOutcome.VERIFIED: "Your e-mail address is verified. You can sign in now.",
    VerificationOutcome.ALREADY_VERIFIED: "This e-mail address is already verified.",
}


class PostedToken:
    """The dependency that reads the token from the query or, if it is not there, from JSON or a form.

    Only JSON is documented: the others are for links and for the page.
    """

    bodies: ClassVar[Mapping[str, type[BaseModel]]] = {JSON: VerificationIn}

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
    if prefers_json(request) and not is_head:
        return verify(request, token, verification)
    return page("Verify your e-mail address", _CONFIRM.substitute(token=escape(token)))


def verify(request: Request, token: str, verification: Verification) -> VerificationAnswer:
    """Verify the address, and report the outcome as JSON or, if the client accepts HTML, as a page.

    Raises what ``Verification.verify`` raises; for an invalid token, a client that accepts HTML gets a page instead.
    """
    try:
        if not 0 < len(token) <= MAX_TOKEN_LENGTH:
            raise InvalidVerificationTokenError("the link is incomplete")
        detail = _DETAILS[verification.verify(token)]
    except InvalidVerificationTokenError as error:
        if not accepts_html(request):
            raise
        kind = problem_type_of(error)
        return page(kind.title, "<p>Request another message, and follow the link in that one.</p>", status=kind.status)
    return page(detail) if accepts_html(request) else JsonAnswer({"detail": detail}, headers={"Vary": "Accept"})
