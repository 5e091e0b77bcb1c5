"""POST /api/v1/auth/login: sign in."""

from shared.web.accounts.credentials import Credentials
from shared.web.accounts.limits import SourceNetwork
from shared.web.accounts.schemas import AccessTokenOut
from shared.web.accounts.sign_in_log import Attempt
from shared.web.dependencies import SignIn
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/login", openapi_extra=ANONYMOUS)
async def log_in(
    credentials: Credentials, network: SourceNetwork, attempt: Attempt, sessions: SignIn
) -> AccessTokenOut:
    """Sign in with an e-mail address and its password, and return an access token.

    Send JSON, or the form of the OAuth 2.0 password grant (RFC 6749 section 4.3) with the e-mail address as `username`.
    An account can sign in before its e-mail address is verified, but it can then use only its profile. If the
    verification message came back, the response says so in `notice`.
    """
    issued = sessions.log_in(credentials.email, credentials.password, network=network)
    attempt.succeed(issued.account_id)
    return AccessTokenOut.of(issued)


handler = lambda_handler(router)
