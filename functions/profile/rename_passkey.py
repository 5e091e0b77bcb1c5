"""PUT /api/v1/auth/me/passkeys/{passkey_id}: rename a passkey."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.passkey_bodies import PasskeyId, PasskeyName
from shared.web.accounts.passkey_schemas import PasskeyOut
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Passkeys
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.put("/api/v1/auth/me/passkeys/{passkey_id}")
async def rename_passkey(
    caller: CurrentCaller, passkey_id: PasskeyId, body: PasskeyName, _within_limit: ProfileLimit, passkeys: Passkeys
) -> PasskeyOut:
    """Give a passkey another name, and return it. The name is for you: devices do not know it."""
    return PasskeyOut.of(passkeys.rename(caller, passkey_id, body.name))


handler = lambda_handler(router)
