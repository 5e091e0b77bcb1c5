"""DELETE /api/v1/auth/identities/{identity_id}: unlink one of the caller's identities."""

from shared.web.accounts.identity_bodies import IdentityId
from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.origins import RequestOrigin
from shared.web.caller import FreshCaller
from shared.web.dependencies import Identities
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["auth"])


@router.delete("/api/v1/auth/identities/{identity_id}", status_code=204)
async def unlink_identity(
    caller: FreshCaller,
    identity_id: IdentityId,
    _within_limit: ProfileLimit,
    origin: RequestOrigin,
    identities: Identities,
) -> None:
    """Unlink one of your identities: nobody can sign in to your account with it any more. You get a message about it.

    The last one stays as long as you have no password (`last_sign_in_method`). Sessions that began with it go on; end
    them with `DELETE /api/v1/auth/sessions`.
    """
    identities.unlink(caller, identity_id, origin)


handler = lambda_handler(router)
