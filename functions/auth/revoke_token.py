"""DELETE /api/v1/auth/tokens/{token_id}: revoke one of the caller's personal access tokens."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.personal_token_parameters import TokenId
from shared.web.caller import CurrentCaller
from shared.web.dependencies import PersonalTokens
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["auth"])


@router.delete("/api/v1/auth/tokens/{token_id}", status_code=204)
async def revoke_personal_token(
    caller: CurrentCaller,
    token_id: TokenId,
    _within_limit: ProfileLimit,
    origin: RequestOrigin,
    tokens: PersonalTokens,
) -> None:
    """Revoke a personal access token, by its id. No request that comes later can use it."""
    tokens.revoke(caller, token_id, origin)


handler = lambda_handler(router)
