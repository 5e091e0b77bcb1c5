"""POST /api/v1/auth/refresh: go on with a session."""

from fastapi import Request

from shared.web.accounts.limits import RefreshLimit
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.refreshing import RefreshRequest
from shared.web.accounts.schemas import TokensOut
from shared.web.dependencies import Refreshing
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/refresh", openapi_extra=ANONYMOUS)
async def refresh(
    request: Request,
    body: RefreshRequest,
    _within_limit: RefreshLimit,
    origin: RequestOrigin,
    refreshing: Refreshing,
) -> TokensOut:
    """Exchange a refresh token for a new access token and the next refresh token.

    A refresh token works once. If the response is lost, send the same token again within ten seconds, before the next
    one is used: the response has the same next token. A token that is used again in any other case may have been
    copied, so the session ends at once, and we send a message to its owner.

    A session ends {session_idle_lifetime} after its last refresh, and {session_lifetime} after the sign-in.
    """
    issued = refreshing.refresh(body.refresh_token, origin)
    request.state.account_id = issued.account_id
    return TokensOut.of(issued)


handler = lambda_handler(router)
