"""GET /api/v1/auth/me: show the own account."""

from __future__ import annotations

from fastapi import APIRouter

from shared.web.caller import CurrentCaller
from shared.web.dependencies import Accounts
from shared.web.entry import lambda_handler
from shared.web.limits import ProfileLimit
from shared.web.schemas.accounts import ProfileOut

router = APIRouter(tags=["profile"])


@router.get("/api/v1/auth/me")
async def get_profile(caller: CurrentCaller, _within_limit: ProfileLimit, accounts: Accounts) -> ProfileOut:
    """Return the account that the access token belongs to, verified or not."""
    return ProfileOut.of(accounts.profile(caller.account_id))


handler = lambda_handler(router)
