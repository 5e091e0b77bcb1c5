"""DELETE /api/v1/auth/me/avatar: delete the caller's avatar."""

from shared.web.accounts.limits import AvatarLimit
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Avatars
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.delete("/api/v1/auth/me/avatar", status_code=204)
async def delete_avatar(caller: CurrentCaller, _within_limit: AvatarLimit, avatars: Avatars) -> None:
    """Delete your avatar, including its file at the service that keeps the pictures.

    The response is the same if you have none. Your e-mail address must be verified.
    """
    avatars.delete(caller)


handler = lambda_handler(router)
