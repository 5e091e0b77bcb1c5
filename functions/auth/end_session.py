"""DELETE /api/v1/auth/sessions/{session_id}: end one of the caller's sessions."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.session_parameters import SessionId
from shared.web.caller import CurrentCaller
from shared.web.dependencies import SessionList
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["auth"])


@router.delete("/api/v1/auth/sessions/{session_id}", status_code=204)
async def end_session(
    caller: CurrentCaller,
    session_id: SessionId,
    _within_limit: ProfileLimit,
    origin: RequestOrigin,
    sessions: SessionList,
) -> None:
    """End one of your sessions. Its refresh token no longer works.

    What is left of the half hour of its access token is good for contacts, and for nothing else.
    """
    sessions.end(caller, session_id, origin)


handler = lambda_handler(router)
