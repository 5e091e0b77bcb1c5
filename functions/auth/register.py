"""POST /api/v1/auth/register: sign up."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from shared.web.dependencies import Registrations
from shared.web.entry import lambda_handler
from shared.web.json_body import json_body
from shared.web.limits import RegistrationLimit
from shared.web.schemas.accounts import RegisteredOut, RegistrationIn

router = APIRouter(tags=["auth"])


@router.post("/api/v1/auth/register", status_code=201)
async def register(
    body: Annotated[RegistrationIn, json_body(RegistrationIn)],
    _within_limit: RegistrationLimit,
    registrations: Registrations,
) -> RegisteredOut:
    """Sign up. A mail with a link proves that the address is yours.

    The answer is the same for an address that has an account; its owner gets a mail that says so. Signing up again
    before the address is proved replaces the older registration and voids its link.
    """
    registration = body.to_registration()
    registrations.register(registration)
    return RegisteredOut(email=registration.email)


handler = lambda_handler(router)
