"""POST /api/v1/auth/login/second-factor: complete a sign-in with a second factor."""

from fastapi import Request

from shared.web.accounts.factor_bodies import Factor, Pending
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.schemas import TokensOut
from shared.web.dependencies import SecondStep
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/login/second-factor", openapi_extra=ANONYMOUS)
async def complete_login(
    request: Request, factor: Factor, pending: Pending, origin: RequestOrigin, second_step: SecondStep
) -> TokensOut:
    """Complete a sign-in with a second factor, and return an access token and a refresh token.

    Send the `challenge` of the response to the first step, with a `code` of the authenticator app, a `recovery_code`,
    or a `passkey`: `POST /api/v1/auth/login/passkey/options` with that `challenge` returns what a browser needs for it.
    The challenge is valid for five minutes, and until it has signed in once. A code works once: wait for the next one
    if you have just used it. After several wrong codes you have to wait, but a recovery code still works.
    """
    issued = second_step.complete(pending, factor, origin)
    request.state.account_id = issued.account_id
    return TokensOut.of(issued)


handler = lambda_handler(router)
