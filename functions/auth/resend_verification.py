"""POST /api/v1/auth/resend-verification: send the verification mail again."""

from shared.web.accounts.bodies import ResendRequest
from shared.web.accounts.limits import ResendingLimit
from shared.web.accounts.schemas import DetailOut
from shared.web.dependencies import Verification
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/resend-verification", status_code=202, openapi_extra=ANONYMOUS)
async def resend_verification(
    body: ResendRequest, _within_limit: ResendingLimit, verification: Verification
) -> DetailOut:
    """Send the verification mail again; the link of the older one no longer works.

    The answer is the same whether or not the address waits for verification.
    """
    verification.resend(body.email)
    return DetailOut(detail="If this address waits for verification, a new mail is on its way.")


handler = lambda_handler(router)
