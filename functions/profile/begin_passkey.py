"""POST /api/v1/auth/me/passkeys/options: begin to make a passkey."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.passkey_bodies import CreationOptionsAnswer
from shared.web.caller import FreshCaller
from shared.web.dependencies import PasskeyRegistration
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.json_answer import JsonAnswer

router = Router(tags=["profile"])


@router.post("/api/v1/auth/me/passkeys/options")
async def begin_passkey(
    caller: FreshCaller, _within_limit: ProfileLimit, registration: PasskeyRegistration
) -> CreationOptionsAnswer:
    """Return what a browser needs to make a passkey for your account.

    Pass it to `PublicKeyCredential.parseCreationOptionsFromJSON`, the result to `navigator.credentials.create`, and
    what that returns, within ten minutes, to `POST /api/v1/auth/me/passkeys`. Your address must be verified.
    """
    return JsonAnswer(registration.begin(caller))


handler = lambda_handler(router)
