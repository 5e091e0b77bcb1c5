"""PUT /api/v1/auth/me: change the own account."""

from __future__ import annotations

from fastapi import APIRouter

from shared.web.account_bodies import NewProfile
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Accounts
from shared.web.entry import lambda_handler
from shared.web.limits import ProfileLimit
from shared.web.schemas.accounts import ProfileOut

router = APIRouter(tags=["profile"])


@router.put("/api/v1/auth/me")
async def update_profile(
    caller: CurrentCaller, update: NewProfile, _within_limit: ProfileLimit, accounts: Accounts
) -> ProfileOut:
    """Change the own name, locale, time zone, phone region and leap day; what the body leaves out stays as it is."""
    return ProfileOut.of(accounts.update_profile(caller.account_id, update))


handler = lambda_handler(router)
