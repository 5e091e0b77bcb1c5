"""POST /api/v1/auth/forgot-password: send a message to reset a password."""

from shared.web.accounts.password_bodies import ForgettingLimit, ForgotRequest
from shared.web.accounts.schemas import DetailOut
from shared.web.dependencies import PasswordReset
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/forgot-password", status_code=202, openapi_extra=ANONYMOUS)
async def forgot_password(body: ForgotRequest, _within_limit: ForgettingLimit, passwords: PasswordReset) -> DetailOut:
    """Send a message with a link to choose a new password. The link in an earlier message stops working then.

    The link works once, for {reset_link_lifetime}. The response is the same whether or not the address has an account.
    """
    passwords.ask(body.email)
    return DetailOut(detail="If this address has an account, a message with a link is on its way.")


handler = lambda_handler(router)
