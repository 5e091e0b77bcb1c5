"""GET /api/v1/auth/sessions: list the caller's sessions."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.session_schemas import SessionListOut, SessionOut
from shared.web.caller import CurrentCaller
from shared.web.dependencies import SessionList
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["auth"])


@router.get("/api/v1/auth/sessions")
async def list_sessions(caller: CurrentCaller, _within_limit: ProfileLimit, sessions: SessionList) -> SessionListOut:
    """Return your sessions, the one used last first: where you are signed in, at most 100."""
    items = [SessionOut.of(session, current=caller.session_id) for session in sessions.all(caller)]
    return SessionListOut(items=items)


handler = lambda_handler(router)
