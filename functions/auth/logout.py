"""POST /api/v1/auth/logout: end the caller's own session."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.origins import RequestOrigin
from shared.web.caller import CurrentCaller
from shared.web.dependencies import SessionList
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/logout", status_code=204)
async def log_out(
    caller: CurrentCaller, _within_limit: ProfileLimit, origin: RequestOrigin, sessions: SessionList
) -> None:
    """Sign out: end the session of the access token. Its refresh token no longer works.

    What is left of the access token's half hour is good for contacts, and for nothing else;
    `DELETE /api/v1/auth/sessions?include_current=true` also ends that.
    """
    sessions.end_own(caller, origin)


handler = lambda_handler(router)
