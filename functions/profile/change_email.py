"""PUT /api/v1/auth/me/email: ask for another e-mail address."""

from datetime import timedelta

from shared.domain.accounts.action_tokens import TTL, Purpose
from shared.web.accounts.password_bodies import NewEmail, PasswordLimit
from shared.web.accounts.schemas import DetailOut
from shared.web.caller import CurrentCaller
from shared.web.dependencies import EmailChange
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.put("/api/v1/auth/me/email", status_code=202)
async def change_email(
    caller: CurrentCaller, body: NewEmail, _within_limit: PasswordLimit, emails: EmailChange
) -> DetailOut:
    """Ask for another e-mail address. Your address stays as it is until you open the link that is sent to the new one.

    The link works once, for {email_link_lifetime}. The response is the same if the address has an account; its owner is
    told.
    """
    emails.ask(caller, body.current_password, body.email)
    hours = TTL[Purpose.CHANGE_EMAIL] // timedelta(hours=1)
    told = f"We have sent a message to the new address. Follow the link in it within {hours} hours."
    return DetailOut(detail=told)


handler = lambda_handler(router)
