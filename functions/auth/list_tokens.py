"""GET /api/v1/auth/tokens: list the caller's personal access tokens."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.personal_token_schemas import PersonalTokenListOut, PersonalTokenOut
from shared.web.caller import CurrentCaller
from shared.web.dependencies import PersonalTokens
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["auth"])


@router.get("/api/v1/auth/tokens")
async def list_personal_tokens(
    caller: CurrentCaller, _within_limit: ProfileLimit, tokens: PersonalTokens
) -> PersonalTokenListOut:
    """Return your personal access tokens that work, the latest first, at most 50, but not the tokens themselves.

    `last_used_at` is the hour in which a token was last used.
    """
    return PersonalTokenListOut(items=[PersonalTokenOut.of(listed) for listed in tokens.all(caller)])


handler = lambda_handler(router)
