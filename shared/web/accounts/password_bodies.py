"""Request bodies of passwords, and the limits of the requests that have them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from shared.domain import limits
from shared.services.accounts.input import address_of
from shared.web.accounts.limits import SourceNetwork
from shared.web.accounts.password_schemas import EmailChangeIn, ForgotPasswordIn, PasswordChangeIn
from shared.web.caller import CurrentCaller
from shared.web.dependencies import Limiter
from shared.web.http.counting import count_request
from shared.web.http.json_body import json_body

ForgotRequest = Annotated[ForgotPasswordIn, json_body(ForgotPasswordIn)]
NewEmail = Annotated[EmailChangeIn, json_body(EmailChangeIn)]
NewPassword = Annotated[PasswordChangeIn, json_body(PasswordChangeIn)]


async def limit_forgetting(request: Request, body: ForgotRequest, network: SourceNetwork, limiter: Limiter) -> None:
    """Count a request for a message to reset a password. Raises TooManyRequestsError."""
    count_request(request, limiter, (limits.FORGOT, network), (limits.FORGOT_ADDRESS, address_of(body.email)))


ForgettingLimit = Annotated[None, Depends(limit_forgetting)]


async def limit_links(request: Request, network: SourceNetwork, limiter: Limiter) -> None:
    """Count a link in a message that is opened, or used. Raises TooManyRequestsError."""
    count_request(request, limiter, (limits.LINKS, network))


LinkLimit = Annotated[None, Depends(limit_links)]


async def limit_passwords(request: Request, caller: CurrentCaller, limiter: Limiter) -> None:
    """Count a request with the present password, before that is checked. Raises TooManyRequestsError."""
    count_request(request, limiter, (limits.PASSWORD, caller.account_id))


PasswordLimit = Annotated[None, Depends(limit_passwords)]
