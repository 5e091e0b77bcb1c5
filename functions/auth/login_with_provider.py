"""POST /api/v1/auth/login/provider: sign in with an identity at a provider."""

from fastapi import Request

from shared.web.accounts.identity_bodies import NewExchange
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.provider_flows import ProviderLimit
from shared.web.accounts.sign_in_answers import SignInAnswer, sign_in_answer
from shared.web.dependencies import IdentitySignIn
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/login/provider", openapi_extra=ANONYMOUS)
async def log_in_with_provider(
    request: Request,
    exchange: NewExchange,
    _within_limit: ProviderLimit,
    origin: RequestOrigin,
    sign_in: IdentitySignIn,
) -> SignInAnswer:
    """Exchange the code that the browser came back with for an access token and a refresh token.

    Whoever has no account yet gets one, if the provider has verified an e-mail address: it needs no message, and has no
    password until one is set (`POST /api/v1/auth/forgot-password`). If the address has an account already, the identity
    is linked to it where the provider is trusted to know whose the address is, and its owner is told; otherwise sign
    in to the account and link it (`link_required`). An account with a second factor is asked for it, as
    `POST /api/v1/auth/login` does.
    """
    signed_in = sign_in.log_in(exchange.to_exchange(), origin)
    request.state.account_id = signed_in.account_id
    return sign_in_answer(signed_in)


handler = lambda_handler(router)
