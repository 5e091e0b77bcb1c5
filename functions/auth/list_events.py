"""GET /api/v1/auth/events: list what has happened to the security of the caller's account."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.session_schemas import SecurityEventOut, SecurityEventPageOut
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Cursors, SecurityLog
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.paging import EachOnce, Page

router = Router(tags=["auth"])
QUERY = "security events"


@router.get("/api/v1/auth/events")
async def list_events(
    caller: CurrentCaller,
    _once: EachOnce,
    _within_limit: ProfileLimit,
    log: SecurityLog,
    cursors: Cursors,
    parameters: Page,
) -> SecurityEventPageOut:
    """Return one page of what has happened to the security of your account, newest first.

    Sign-ins, failed attempts and changes are kept for a year, with device and network. Request further pages with
    `cursor` until `next_cursor` is null.
    """
    after = parameters.position(cursors, book_id=caller.book_id, query=QUERY)
    events, next_ = log.page(caller, limit=parameters.limit, after=after)
    return SecurityEventPageOut(
        items=[SecurityEventOut.of(event) for event in events],
        next_cursor=cursors.issue(next_, book_id=caller.book_id, query=QUERY) if next_ else None,
    )


handler = lambda_handler(router)
