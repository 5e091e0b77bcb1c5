"""The page behind the link in a message to reset a password."""

from __future__ import annotations

from html import escape
from string import Template
from typing import TYPE_CHECKING, Annotated, TypeAlias

from fastapi import Depends, Query, Request
from starlette.responses import HTMLResponse

from shared.domain.accounts.errors import InvalidActionTokenError
from shared.domain.accounts.passwords import MIN_CHARACTERS, MIN_CHARACTERS_BESIDE_A_FACTOR
from shared.domain.errors import InvalidInputError
from shared.web.accounts.link_pages import FormOrJson, accepts_html, page, pages
from shared.web.accounts.password_schemas import PasswordResetFormIn, PasswordResetIn
from shared.web.accounts.schemas import DetailOut
from shared.web.http.json_answer import JsonAnswer
from shared.web.http.problem_types import problem_type_of

if TYPE_CHECKING:
    from shared.domain.accounts.sessions import Origin
    from shared.services.accounts.password_reset import PasswordReset

ResetAnswer: TypeAlias = JsonAnswer[DetailOut] | HTMLResponse
"""JSON for programs, or a page for people."""
FORM_PAGES, RESULT_PAGES = pages(200), pages(200, 400, 422)

_TITLE = "Choose a new password"
_DONE = "Your password is changed. You can sign in with it now."
_FORM = Template(
    """$complaint<form method="post" action="/api/v1/auth/reset-password">
<input type="hidden" name="token" value="$token">
<label>New password, of at least $usual characters, or $least if you sign in with a second factor
<input type="password" name="password" autocomplete="new-password" minlength="$least" required></label>
<button>Change my password</button>
</form>"""
)

OpenedToken = Annotated[str, Query(description="The token from the link in the message.")]
_Sent: TypeAlias = PasswordResetIn | PasswordResetFormIn
ResetBody = Annotated[_Sent, Depends(FormOrJson(PasswordResetIn, form=PasswordResetFormIn))]


def reset_form(token: str, complaint: str = "", *, status: int = 200) -> HTMLResponse:
    """Return the page on which people choose a password; nothing has looked at the token."""
    said = f'<p role="alert">{escape(complaint)}</p>' if complaint else ""
    form = _FORM.substitute(
        token=escape(token), usual=MIN_CHARACTERS, least=MIN_CHARACTERS_BESIDE_A_FACTOR, complaint=said
    )
    return page(_TITLE, form, status=status)


def reset(
    request: Request, body: PasswordResetIn | PasswordResetFormIn, origin: Origin, passwords: PasswordReset
) -> ResetAnswer:
    """Reset the password, and report the outcome as JSON or, if the client accepts HTML, as a page.

    Raises what ``PasswordReset.reset`` raises; for a link or a password that will not do, a client that accepts HTML
    gets a page instead.
    """
    try:
        passwords.reset(body.token, body.password, origin)
    except InvalidActionTokenError as error:
        if not accepts_html(request):
            raise
        kind = problem_type_of(error)
        return page(kind.title, "<p>Ask for another message, and follow the link in that one.</p>", status=kind.status)
    except InvalidInputError as error:
        if not accepts_html(request):
            raise
        return reset_form(body.token, error.problems[0].detail, status=problem_type_of(error).status)
    return page(_DONE) if accepts_html(request) else JsonAnswer({"detail": _DONE}, headers={"Vary": "Accept"})
