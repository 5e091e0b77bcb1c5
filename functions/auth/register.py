"""POST /api/v1/auth/register: create an account."""

from shared.web.accounts.bodies import NewRegistration
from shared.web.accounts.registration_limits import RegistrationLimit
from shared.web.accounts.schemas import RegisteredOut
from shared.web.dependencies import Registrations
from shared.web.http.entry import ANONYMOUS, Router, lambda_handler

router = Router(tags=["auth"])


@router.post("/api/v1/auth/register", status_code=201, openapi_extra=ANONYMOUS)
async def register(
    registration: NewRegistration, _within_limit: RegistrationLimit, registrations: Registrations
) -> RegisteredOut:
    """Create an account, and send a message with a link that verifies its e-mail address.

    The response is the same if the address already belongs to a verified account; its owner is told so by mail, at most
    once a day. Registering again before the address is verified replaces the earlier registration and invalidates its
    link, as soon as the new message is sent: at most {mails_an_hour} are sent to an address in an hour, and others
    wait.
    """
    registrations.register(registration)
    return RegisteredOut(email=registration.email)


handler = lambda_handler(router)
