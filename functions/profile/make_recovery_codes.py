"""POST /api/v1/auth/me/recovery-codes: make new recovery codes."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.totp_schemas import RecoveryCodesOut
from shared.web.caller import FreshCaller
from shared.web.dependencies import Authenticators
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.post("/api/v1/auth/me/recovery-codes")
async def make_recovery_codes(
    caller: FreshCaller, _within_limit: ProfileLimit, origin: RequestOrigin, authenticators: Authenticators
) -> RecoveryCodesOut:
    """Make ten new recovery codes, which are shown only now. Those that you had stop working.

    An account without a second factor has none (`no_second_factor`). A message tells you of it.
    """
    return RecoveryCodesOut(recovery_codes=authenticators.make_codes(caller, origin))


handler = lambda_handler(router)
