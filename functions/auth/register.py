"""POST /api/v1/auth/register: sign up."""

from shared.web.accounts.bodies import NewRegistration
from shared.web.accounts.limits import RegistrationLimit
from shared.web.accounts.schemas import RegisteredOut
from shared.web.dependencies import Registrations
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/register", status_code=201, openapi_extra=ANONYMOUS)
async def register(
    registration: NewRegistration, _within_limit: RegistrationLimit, registrations: Registrations
) -> RegisteredOut:
    """Sign up. A mail with a link proves that the address is yours.

    The answer is the same for an address that has an account; its owner gets a mail that says so. Signing up again
    before the address is proved replaces the older registration and voids its link.
    """
    registrations.register(registration)
    return RegisteredOut(email=registration.email)


handler = lambda_handler(router)
