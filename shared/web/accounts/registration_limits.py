"""The rate limits of registering, apart from those of other endpoints, which load nothing that reads a registration."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from shared.domain import limits
from shared.domain.email_addresses import canonical_email
from shared.services.accounts.input import address_of
from shared.web.accounts.bodies import NewRegistration, ResendRequest
from shared.web.accounts.limits import SourceNetwork
from shared.web.dependencies import Limiter
from shared.web.http.counting import count_request


async def limit_registration(
    request: Request, registration: NewRegistration, network: SourceNetwork, limiter: Limiter
) -> None:
    """Count a registration. Raises TooManyRequestsError."""
    count_request(
        request,
        limiter,
        (limits.REGISTER_ADDRESS, canonical_email(registration.email), network),
        (limits.REGISTER, network),
    )


RegistrationLimit = Annotated[None, Depends(limit_registration)]


async def limit_resending(request: Request, body: ResendRequest, network: SourceNetwork, limiter: Limiter) -> None:
    """Count a request for another verification message. Raises TooManyRequestsError."""
    count_request(request, limiter, (limits.RESEND, network), (limits.RESEND_ADDRESS, address_of(body.email)))


ResendingLimit = Annotated[None, Depends(limit_resending)]
