"""PUT /api/v1/auth/me: change the caller's profile."""

from shared.web.accounts.bodies import NewProfile
from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.schemas import ProfileOut
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Profiles
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.put("/api/v1/auth/me")
async def update_profile(
    caller: CurrentCaller, update: NewProfile, _within_limit: ProfileLimit, profiles: Profiles
) -> ProfileOut:
    """Change your name, locale, time zone, phone region or leap day, and return your profile.

    Members that are absent or null stay as they are.
    """
    return ProfileOut.of(profiles.update(caller, update))


handler = lambda_handler(router)
