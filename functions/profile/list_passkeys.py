"""GET /api/v1/auth/me/passkeys: list the caller's passkeys."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.passkey_schemas import PasskeyListOut, PasskeyOut
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Passkeys
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.get("/api/v1/auth/me/passkeys")
async def list_passkeys(caller: CurrentCaller, _within_limit: ProfileLimit, passkeys: Passkeys) -> PasskeyListOut:
    """Return your passkeys, the latest first: with which devices you can sign in without a password."""
    return PasskeyListOut(items=[PasskeyOut.of(each) for each in passkeys.all(caller)])


handler = lambda_handler(router)
