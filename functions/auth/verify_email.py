"""GET and POST /api/v1/auth/verify-email: verify an e-mail address with the token from a message."""

from fastapi import Request

from shared.web.accounts.limits import VerificationLimit
from shared.web.accounts.link_pages import LinkToken
from shared.web.accounts.verification_page import PAGES, FormToken, VerificationAnswer, follow_link, verify
from shared.web.dependencies import Verification
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.get("/api/v1/auth/verify-email", responses=PAGES, openapi_extra=ANONYMOUS)
async def open_verification_link(
    request: Request, token: LinkToken, _within_limit: VerificationLimit, verification: Verification
) -> VerificationAnswer:
    """Open the link from a verification message.

    A client that asks for `application/json`, and not for `text/html`, verifies the address with this request. Everyone
    else gets a page with a button that does so: mail scanners follow links, too, and must not verify anything.
    """
    return follow_link(request, token, verification)


@router.post("/api/v1/auth/verify-email", responses=PAGES, openapi_extra=ANONYMOUS)
async def verify_email(
    request: Request, token: FormToken, _within_limit: VerificationLimit, verification: Verification
) -> VerificationAnswer:
    """Verify the e-mail address that the token was sent to.

    The token is valid for {verification_link_lifetime}; using it again within that time succeeds, and the response says
    that the address is already verified.
    """
    return verify(request, token, verification)


handler = lambda_handler(router)
