"""PATCH /api/v1/auth/me: change some members of the caller's profile."""

from shared.web.accounts.limits import ProfileLimit
from shared.web.accounts.profile_patch import ProfilePatch
from shared.web.accounts.schemas import ProfileOut
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Profiles
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["profile"])


@router.patch("/api/v1/auth/me")
async def patch_profile(
    caller: CurrentCaller, patch: ProfilePatch, _within_limit: ProfileLimit, profiles: Profiles
) -> ProfileOut:
    """Change the members in the body (JSON Merge Patch, RFC 7396), and return your profile.

    Members that are absent stay as they are; null sets one back to what it is for a new account. A patch sent as
    `application/json` is treated in the same way.
    """
    return ProfileOut.of(profiles.update(caller, patch))


handler = lambda_handler(router)
