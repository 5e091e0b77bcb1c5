"""POST /api/v1/auth/tokens: make a personal access token."""

from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.personal_token_bodies import NewToken, TokenLimit
from shared.web.accounts.personal_token_schemas import NewPersonalTokenOut
from shared.web.caller import FreshCaller
from shared.web.dependencies import PersonalTokens
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/tokens", status_code=201)
async def create_personal_token(
    caller: FreshCaller,
    body: NewToken,
    _within_limit: TokenLimit,
    origin: RequestOrigin,
    tokens: PersonalTokens,
) -> NewPersonalTokenOut:
    """Make a token for a program of yours, and return it. A message tells you of it.

    The program sends it as `Authorization: Bearer`, or as the password of Basic credentials with any user name, and may
    do what its scopes allow: with your contacts and what belongs to them, and no more of your account than to read the
    profile. It is shown once. It works until it expires or you revoke it, also when you sign out everywhere or change
    your password; a password that is reset by mail ends all of them. You can have 50. You must have signed in, or
    stepped up, within ten minutes.
    """
    return NewPersonalTokenOut.made(tokens.create(caller, body.to_draft(), origin))


handler = lambda_handler(router)
