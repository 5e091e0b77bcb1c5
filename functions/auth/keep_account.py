"""GET and POST /api/v1/auth/keep-account: undo the deletion of an account."""

from fastapi import Request
from starlette.responses import HTMLResponse

from shared.web.accounts import email_pages as pages
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.password_bodies import LinkLimit
from shared.web.dependencies import DeletionUndoing
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

PATH = "/api/v1/auth/keep-account"
router = Router(tags=["auth"])


@router.get(PATH, responses=pages.BUTTON_PAGES, response_class=HTMLResponse, openapi_extra=ANONYMOUS)
async def open_keeping_link(_within_limit: LinkLimit, token: pages.OpenedToken = "") -> HTMLResponse:
    """Open the link from a message about a deleted account: a page with a button, which changes nothing."""
    return pages.button_page("Keep your account", "Keep my account", action=PATH, token=token)


@router.post(PATH, responses=pages.RESULT_PAGES, openapi_extra=ANONYMOUS)
async def keep_account(
    request: Request,
    body: pages.SentToken,
    _within_limit: LinkLimit,
    origin: RequestOrigin,
    undoing: DeletionUndoing,
) -> pages.LinkAnswer:
    """Undo the deletion of the account that the token was sent to. Works once, until the account is erased.

    Nothing of the account is missing then. All sessions that it had have ended: sign in again.
    """
    return pages.use_link(
        request, lambda: undoing.undo(body.token, origin), "Your account stays. Sign in with it as before."
    )


handler = lambda_handler(router)
