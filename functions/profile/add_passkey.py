"""POST /api/v1/auth/me/passkeys: add a passkey."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.passkey_bodies import NewPasskey
from shared.web.accounts.passkey_schemas import PasskeyOut
from shared.web.caller import FreshCaller
from shared.web.dependencies import PasskeyRegistration
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.post("/api/v1/auth/me/passkeys", status_code=201)
async def add_passkey(
    caller: FreshCaller,
    body: NewPasskey,
    _within_limit: ProfileLimit,
    origin: RequestOrigin,
    registration: PasskeyRegistration,
) -> PasskeyOut:
    """Add a passkey that your browser has made, and return it. You can sign in with it from then on.

    The options must be those of `POST /api/v1/auth/me/passkeys/options`, and are good once. An account has at most ten
    passkeys. We send a message of it to your address.
    """
    return PasskeyOut.of(registration.add(caller, body.name or "", body.credential.to_answer(), origin))


handler = lambda_handler(router)
