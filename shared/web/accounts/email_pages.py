"""The pages behind the links in messages about a change of the e-mail address."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from string import Template
from typing import Annotated, TypeAlias

from fastapi import Depends, Query, Request
from starlette.responses import HTMLResponse

from shared.domain.accounts.errors import InvalidActionTokenError
from shared.web.accounts.link_pages import FormOrJson, accepts_html, page, pages
from shared.web.accounts.schemas import DetailOut, VerificationIn
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.problem_types import problem_type_of

LinkAnswer: TypeAlias = JsonAnswer[DetailOut] | HTMLResponse
"""JSON for programs, or a page for people."""
BUTTON_PAGES, RESULT_PAGES = pages(200), pages(200, 400)
OpenedToken = Annotated[str, Query(description="The token from the link in the message.")]
SentToken = Annotated[VerificationIn, Depends(FormOrJson(VerificationIn))]

_BUTTON = Template(
    """<p>One more step:</p>
<form method="post" action="$action">
<input type="hidden" name="token" value="$token">
<button>$button</button>
</form>"""
)


def button_page(title: str, button: str, *, action: str, token: str) -> HTMLResponse:
    """Return a page with a button that uses the token; nothing has looked at it: mail scanners follow links, too."""
    return page(title, _BUTTON.substitute(action=action, token=escape(token), button=escape(button)))


def use_link(request: Request, use: Callable[[], None], done: str) -> LinkAnswer:
    """Use a token, and report the outcome as JSON or, if the client accepts HTML, as a page.

    Raises what ``use`` raises; for a link that does not work, a client that accepts HTML gets a page instead.
    """
    try:
        use()
    except InvalidActionTokenError as error:
        if not accepts_html(request):
            raise
        kind = problem_type_of(error)
        return page(kind.title, "<p>Nothing has changed.</p>", status=kind.status)
    return page(done) if accepts_html(request) else JsonAnswer({"detail": done}, headers={"Vary": "Accept"})
