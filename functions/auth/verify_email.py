"""GET and POST /api/v1/auth/verify-email: prove an address with the token of a mail."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from shared.web.accounts.limits import VerificationLimit
from shared.web.accounts.schemas import DetailOut
from shared.web.accounts.verification_page import PAGES, FormToken, LinkToken, ask_to_confirm, prefers_json, verify
from shared.web.dependencies import Verification
from shared.web.http.entry import ANONYMOUS, lambda_handler

router = APIRouter(tags=["auth"])


@router.get("/api/v1/auth/verify-email", response_model=DetailOut, responses=PAGES, openapi_extra=ANONYMOUS)
async def open_verification_link(
    request: Request, token: LinkToken, _within_limit: VerificationLimit, verification: Verification
) -> Response:
    """Follow the link of a mail.

    A client that accepts `application/json` verifies with it. A browser gets a page with a button, and nothing changes
    until it is pressed, since mail scanners follow links, too.
    """
    return verify(request, token, verification) if prefers_json(request) else ask_to_confirm(token)


@router.post("/api/v1/auth/verify-email", response_model=DetailOut, responses=PAGES, openapi_extra=ANONYMOUS)
async def verify_email(
    request: Request, token: FormToken, _within_limit: VerificationLimit, verification: Verification
) -> Response:
    """Prove an address. A token that was used before says so until it expires, 24 hours after the mail."""
    return verify(request, token, verification)


handler = lambda_handler(router)
