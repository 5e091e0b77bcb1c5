"""POST /api/v1/auth/me/avatar: upload a picture as the caller's avatar."""

from shared.web.accounts.limits import AvatarLimit
from shared.web.accounts.schemas import ProfileOut
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Avatars
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.form_file import PictureFile

router = Router(tags=["profile"])


@router.post("/api/v1/auth/me/avatar")
async def upload_avatar(
    caller: CurrentCaller, file: PictureFile, _within_limit: AvatarLimit, avatars: Avatars
) -> ProfileOut:
    """Upload a picture as your avatar, and return your profile with the new `avatar_url`.

    Send a form (`multipart/form-data`) with one field, `file`: a JPEG, PNG or WebP picture of at most 4 MiB, 25 million
    pixels and 8192 pixels per side. Animations are refused. The picture is turned upright and cropped to 300 by 300
    pixels, around a face if there is one; where and when it was taken is removed before it leaves the service. Your
    e-mail address must be verified.
    """
    return ProfileOut.of(avatars.upload(caller, file))


handler = lambda_handler(router)
