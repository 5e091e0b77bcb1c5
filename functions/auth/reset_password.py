"""GET and POST /api/v1/auth/reset-password: choose a new password with the token from a message."""

from fastapi import Request
from starlette.responses import HTMLResponse

from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.password_bodies import LinkLimit
from shared.web.accounts.reset_page import (
    FORM_PAGES,
    RESULT_PAGES,
    OpenedToken,
    ResetAnswer,
    ResetBody,
    reset,
    reset_form,
)
from shared.web.dependencies import PasswordReset
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.get("/api/v1/auth/reset-password", responses=FORM_PAGES, response_class=HTMLResponse, openapi_extra=ANONYMOUS)
async def open_reset_link(_within_limit: LinkLimit, token: OpenedToken = "") -> HTMLResponse:
    """Open the link from a message to reset a password: a page to choose a new one, which changes nothing."""
    return reset_form(token)


@router.post("/api/v1/auth/reset-password", responses=RESULT_PAGES, openapi_extra=ANONYMOUS)
async def reset_password(
    request: Request, body: ResetBody, _within_limit: LinkLimit, origin: RequestOrigin, passwords: PasswordReset
) -> ResetAnswer:
    """Choose a new password with the token from a message, and end all sessions of the account.

    The token works once, for {reset_link_lifetime}, until a newer one is asked for or the password is changed. An
    e-mail address that is not verified stays so.
    """
    return reset(request, body, origin, passwords)


handler = lambda_handler(router)
