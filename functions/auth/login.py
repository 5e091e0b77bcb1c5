"""POST /api/v1/auth/login: sign in."""

from shared.web.accounts.credentials import Credentials
from shared.web.accounts.limits import SourceNetwork
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.sign_in_answers import SignInAnswer, sign_in_answer
from shared.web.accounts.sign_in_log import Attempt
from shared.web.dependencies import SignIn
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/login", openapi_extra=ANONYMOUS)
async def log_in(
    credentials: Credentials, network: SourceNetwork, origin: RequestOrigin, attempt: Attempt, sign_in: SignIn
) -> SignInAnswer:
    """Sign in with an e-mail address and its password, and return an access token and a refresh token.

    For an account with a second factor the response has `second_factor` instead, and no token: send its `challenge`,
    with a factor, to `POST /api/v1/auth/login/second-factor` within five minutes.

    Exchange the refresh token with `POST /api/v1/auth/refresh` for the next two, so that people need not sign in again.
    An account can sign in before its e-mail address is verified, but it can then use only its profile. If the
    verification message came back, the response says so in `notice`.
    """
    signed_in = sign_in.log_in(credentials.email, credentials.password, origin, network=network)
    attempt.succeed(signed_in.account_id)
    return sign_in_answer(signed_in)


handler = lambda_handler(router)
