"""POST /api/v1/auth/resend-verification: send the verification mail again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from shared.web.accounts.limits import ResendingLimit
from shared.web.accounts.schemas import DetailOut, ResendIn
from shared.web.dependencies import Verification
from shared.web.http.entry import ANONYMOUS, lambda_handler
from shared.web.http.json_body import json_body

router = APIRouter(tags=["auth"])


@router.post("/api/v1/auth/resend-verification", status_code=202, openapi_extra=ANONYMOUS)
async def resend_verification(
    body: Annotated[ResendIn, json_body(ResendIn)], _within_limit: ResendingLimit, verification: Verification
) -> DetailOut:
    """Send the verification mail again; the link of the older one no longer works.

    The answer is the same whether or not the address waits for verification.
    """
    verification.resend(body.email)
    return DetailOut(detail="If this address waits for verification, a new mail is on its way.")


handler = lambda_handler(router)
