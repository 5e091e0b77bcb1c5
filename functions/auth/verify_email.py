"""GET and POST /api/v1/auth/verify-email: prove an address with the token of a mail."""

from fastapi import Request

from shared.web.accounts.limits import VerificationLimit
from shared.web.accounts.verification_page import PAGES, FormToken, LinkToken, VerificationAnswer, follow_link, verify
from shared.web.dependencies import Verification
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.get("/api/v1/auth/verify-email", responses=PAGES, openapi_extra=ANONYMOUS)
async def open_verification_link(
    request: Request, token: LinkToken, _within_limit: VerificationLimit, verification: Verification
) -> VerificationAnswer:
    """Follow the link of a mail.

    A client that accepts `application/json` verifies with it. A browser gets a page with a button, and nothing changes
    until it is pressed, since mail scanners follow links, too.
    """
    return follow_link(request, token, verification)


@router.post("/api/v1/auth/verify-email", responses=PAGES, openapi_extra=ANONYMOUS)
async def verify_email(
    request: Request, token: FormToken, _within_limit: VerificationLimit, verification: Verification
) -> VerificationAnswer:
    """Prove an address. A token that was used before says so until it expires, 24 hours after the mail."""
    return verify(request, token, verification)


handler = lambda_handler(router)
