"""DELETE /api/v1/auth/me/totp: remove an authenticator app."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.origins import RequestOrigin
from shared.web.caller import FreshCaller
from shared.web.dependencies import Authenticators
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.delete("/api/v1/auth/me/totp", status_code=204)
async def delete_totp(
    caller: FreshCaller, _within_limit: ProfileLimit, origin: RequestOrigin, authenticators: Authenticators
) -> None:
    """Remove your authenticator app: signing in takes no code any more, and the recovery codes are void.

    If your password has fewer characters than one needs that is the only factor (`password_too_short`), change it
    first. A message tells you of it.
    """
    authenticators.remove(caller, origin)


handler = lambda_handler(router)
