"""POST /api/v1/auth/me/totp/confirm: let signing in take a code of an authenticator app."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.totp_bodies import TotpConfirmation
from shared.web.accounts.totp_schemas import RecoveryCodesOut
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Authenticators
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.post("/api/v1/auth/me/totp/confirm")
async def confirm_totp(
    caller: CurrentCaller,
    body: TotpConfirmation,
    _within_limit: ProfileLimit,
    origin: RequestOrigin,
    authenticators: Authenticators,
) -> RecoveryCodesOut:
    """Confirm your authenticator app with one of its codes, and get ten recovery codes, which are shown only now.

    From then on signing in with a password takes a code, or a recovery code, besides. Earlier recovery codes stop
    working. Sessions go on; `DELETE /api/v1/auth/sessions` ends the others. A message tells you of it.
    """
    return RecoveryCodesOut(recovery_codes=authenticators.confirm(caller, body.code, origin))


handler = lambda_handler(router)
