"""POST /api/v1/auth/login/passkey/options: begin to sign in with a passkey."""

from shared.web.accounts.passkey_bodies import PasskeyLoginOptions, RequestOptionsAnswer
from shared.web.dependencies import PasskeyPrompt
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler
from shared.web.http.json_answer import JsonAnswer

router = Router(tags=["auth"])


@router.post("/api/v1/auth/login/passkey/options", openapi_extra=ANONYMOUS)
async def begin_passkey_login(body: PasskeyLoginOptions, prompt: PasskeyPrompt) -> RequestOptionsAnswer:
    """Return what a browser needs to sign in with a passkey. No address is needed: the passkey says whose it is.

    Pass it to `PublicKeyCredential.parseRequestOptionsFromJSON`, the result to `navigator.credentials.get`, and what
    that returns, within five minutes, to `POST /api/v1/auth/login/passkey` or, to prove again who you are, to
    `POST /api/v1/auth/step-up`. With the `challenge` of a sign-in that asks for a second factor, send it to
    `POST /api/v1/auth/login/second-factor`.
    """
    return JsonAnswer(prompt.begin(body.challenge))


handler = lambda_handler(router)
