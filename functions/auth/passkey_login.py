"""POST /api/v1/auth/login/passkey: sign in with a passkey."""

from fastapi import Request

from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.passkey_bodies import PasskeyLogin, PasskeyLoginLimit
from shared.web.accounts.sign_in_answers import SignInAnswer, sign_in_answer
from shared.web.dependencies import PasskeySignIn
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/login/passkey", openapi_extra=ANONYMOUS)
async def log_in_with_passkey(
    request: Request,
    body: PasskeyLogin,
    _within_limit: PasskeyLoginLimit,
    origin: RequestOrigin,
    sign_in: PasskeySignIn,
) -> SignInAnswer:
    """Sign in with a passkey, and return an access token and a refresh token.

    The options must be those of `POST /api/v1/auth/login/passkey/options`, and are good once. The device has verified
    its owner, so no second factor is asked for. The response is the same for a passkey that we do not know and for one
    that cannot be verified.
    """
    signed_in = sign_in.log_in(body.credential.to_answer(), origin)
    request.state.account_id = signed_in.account_id
    return sign_in_answer(signed_in)


handler = lambda_handler(router)
