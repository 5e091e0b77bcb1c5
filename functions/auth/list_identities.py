"""GET /api/v1/auth/identities: list the identities that the caller signs in with."""

from shared.web.accounts.identity_schemas import IdentityListOut, IdentityOut
from shared.web.accounts.limits import ProfileLimit
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Identities
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["auth"])


@router.get("/api/v1/auth/identities")
async def list_identities(
    caller: CurrentCaller, _within_limit: ProfileLimit, identities: Identities
) -> IdentityListOut:
    """Return the identities at providers that you can sign in with, the oldest first."""
    return IdentityListOut(items=[IdentityOut.of(identity) for identity in identities.all(caller)])


handler = lambda_handler(router)
