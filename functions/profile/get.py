"""GET /api/v1/auth/me: read the caller's profile."""

from shared.web.accounts.limits import ProfileReadLimit
from shared.web.accounts.schemas import ProfileOut
from shared.web.caller import ProfileCaller
from shared.web.dependencies import Profiles
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.get("/api/v1/auth/me")
async def get_profile(caller: ProfileCaller, _within_limit: ProfileReadLimit, profiles: Profiles) -> ProfileOut:
    """Return your profile, whether or not your e-mail address is verified."""
    return ProfileOut.of(profiles.get(caller))


handler = lambda_handler(router)
