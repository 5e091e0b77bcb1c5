"""POST /api/v1/auth/me/totp: begin to set up an authenticator app."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.new_totp import NewTotpOut
from shared.web.caller import FreshCaller
from shared.web.dependencies import Authenticators
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.post("/api/v1/auth/me/totp")
async def begin_totp(caller: FreshCaller, _within_limit: ProfileLimit, authenticators: Authenticators) -> NewTotpOut:
    """Begin to set up an authenticator app: return the secret, as text, link and QR code. They are shown only now.

    Nothing changes until you confirm it within an hour with `POST /api/v1/auth/me/totp/confirm`. If you have an
    authenticator already, it goes on working until then, and this one then takes its place.
    """
    return NewTotpOut.of(authenticators.begin(caller))


handler = lambda_handler(router)
