"""GET and POST /api/v1/auth/confirm-email: move an account to another e-mail address."""

from fastapi import Request
from starlette.responses import HTMLResponse

from shared.web.accounts import email_pages as pages
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.password_bodies import LinkLimit
from shared.web.dependencies import EmailMoves
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

PATH = "/api/v1/auth/confirm-email"
router = Router(tags=["auth"])


@router.get(PATH, responses=pages.BUTTON_PAGES, response_class=HTMLResponse, openapi_extra=ANONYMOUS)
async def open_confirmation_link(_within_limit: LinkLimit, token: pages.OpenedToken = "") -> HTMLResponse:
    """Open the link from a message to confirm another e-mail address: a page with a button, which changes nothing."""
    return pages.button_page("Change your e-mail address", "Use this address", action=PATH, token=token)


@router.post(PATH, responses=pages.RESULT_PAGES, openapi_extra=ANONYMOUS)
async def confirm_email(
    request: Request, body: pages.SentToken, _within_limit: LinkLimit, origin: RequestOrigin, emails: EmailMoves
) -> pages.LinkAnswer:
    """Move the account to the e-mail address that the token was sent to, and end all its sessions.

    The old address gets a message with a link that undoes this, for {email_undo_lifetime}; for as long, nobody else can
    have it.
    """
    return pages.use_link(
        request, lambda: emails.confirm(body.token, origin), "Your e-mail address is changed. Sign in with it."
    )


handler = lambda_handler(router)
