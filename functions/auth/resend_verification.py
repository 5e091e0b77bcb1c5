"""POST /api/v1/auth/resend-verification: send another verification message."""

from shared.web.accounts.bodies import ResendRequest
from shared.web.accounts.registration_limits import ResendingLimit
from shared.web.accounts.schemas import DetailOut
from shared.web.dependencies import Verification
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/resend-verification", status_code=202, openapi_extra=ANONYMOUS)
async def resend_verification(
    body: ResendRequest, _within_limit: ResendingLimit, verification: Verification
) -> DetailOut:
    """Send another message with a verification link. The link in the earlier message stops working then.

    At most {mails_an_hour} messages are sent to an address in an hour. Others wait.

    The response is the same whether or not the address is waiting to be verified.
    """
    verification.resend(body.email)
    return DetailOut(detail="If this address is waiting for verification, a new message is on its way.")


handler = lambda_handler(router)
