"""DELETE /api/v1/auth/sessions: end the caller's other sessions."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.session_parameters import SessionSelection
from shared.web.caller import CurrentCaller
from shared.web.dependencies import SessionList
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.paging import EachOnce

router = Router(tags=["auth"])


@router.delete("/api/v1/auth/sessions", status_code=204)
async def end_sessions(
    caller: CurrentCaller,
    _once: EachOnce,
    _within_limit: ProfileLimit,
    origin: RequestOrigin,
    sessions: SessionList,
    selection: SessionSelection,
) -> None:
    """Sign out everywhere else: end all your sessions but the one of this request, or with `include_current` that, too.

    Their refresh tokens no longer work, and neither do their access tokens, also for contacts. The one exception is a
    page of the list of contacts, by name and without words or filters, that has no contact with a tag: they can read
    that for what is left of their half hour.
    """
    sessions.end_all(caller, origin, but_own=not selection.include_current)


handler = lambda_handler(router)
