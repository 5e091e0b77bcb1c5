"""GET and POST /api/v1/auth/undo-email-change: move an account back to its former e-mail address."""

from fastapi import Request
from starlette.responses import HTMLResponse

from shared.web.accounts import email_pages as pages
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.password_bodies import LinkLimit
from shared.web.dependencies import EmailMoves
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

PATH = "/api/v1/auth/undo-email-change"
router = Router(tags=["auth"])


@router.get(PATH, responses=pages.BUTTON_PAGES, response_class=HTMLResponse, openapi_extra=ANONYMOUS)
async def open_undo_link(_within_limit: LinkLimit, token: pages.OpenedToken = "") -> HTMLResponse:
    """Open the link from a message about a changed e-mail address: a page with a button, which changes nothing."""
    return pages.button_page("Undo the change of your e-mail address", "Undo the change", action=PATH, token=token)


@router.post(PATH, responses=pages.RESULT_PAGES, openapi_extra=ANONYMOUS)
async def undo_email_change(
    request: Request, body: pages.SentToken, _within_limit: LinkLimit, origin: RequestOrigin, emails: EmailMoves
) -> pages.LinkAnswer:
    """Move the account back to the e-mail address that the token was sent to, and end all its sessions.

    The password no longer signs in: a message to that address has a link to choose a new one. Works once, for
    {email_undo_lifetime}, however often the address has been changed since; links that undo later changes become void.
    """
    return pages.use_link(
        request, lambda: emails.undo(body.token, origin), "Your account has its former e-mail address again."
    )


handler = lambda_handler(router)
