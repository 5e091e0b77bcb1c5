"""DELETE /api/v1/auth/me/avatar: delete the own picture."""

from shared.web.accounts.limits import AvatarLimit
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Avatars
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.delete("/api/v1/auth/me/avatar", status_code=204)
async def delete_avatar(caller: CurrentCaller, _within_limit: AvatarLimit, avatars: Avatars) -> None:
    """Delete the own picture, also where it is kept; an account without one is fine."""
    avatars.delete(caller.account_id)


handler = lambda_handler(router)
