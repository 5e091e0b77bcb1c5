"""GET /api/v1/auth/me/totp: show whether signing in takes a code."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.totp_schemas import TotpOut
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Authenticators
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.get("/api/v1/auth/me/totp")
async def get_totp(caller: CurrentCaller, _within_limit: ProfileLimit, authenticators: Authenticators) -> TotpOut:
    """Return whether signing in takes a code of an authenticator app, and how many recovery codes are left."""
    return TotpOut.of(authenticators.state(caller))


handler = lambda_handler(router)
