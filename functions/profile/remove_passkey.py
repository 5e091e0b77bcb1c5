"""DELETE /api/v1/auth/me/passkeys/{passkey_id}: remove a passkey."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.origins import RequestOrigin
from shared.web.accounts.passkey_bodies import PasskeyId
from shared.web.caller import FreshCaller
from shared.web.dependencies import Passkeys
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.delete("/api/v1/auth/me/passkeys/{passkey_id}", status_code=204)
async def remove_passkey(
    caller: FreshCaller, passkey_id: PasskeyId, _within_limit: ProfileLimit, origin: RequestOrigin, passkeys: Passkeys
) -> None:
    """Remove a passkey: it no longer signs in. Sessions that began with it go on. We send a message of it.

    The device keeps what it has of it until a page calls `PublicKeyCredential.signalAllAcceptedCredentials` with those
    that are left.
    """
    passkeys.remove(caller, passkey_id, origin)


handler = lambda_handler(router)
