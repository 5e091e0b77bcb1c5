"""Request bodies of accounts, validated in full before the request is counted: a typo uses up no limit."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from shared.services.accounts.input import CheckedProfileUpdate, CheckedRegistration
from shared.web.accounts.schemas import ProfileIn, RegistrationIn, ResendIn
from shared.web.caller import CurrentCaller
from shared.web.dependencies import PhoneNumbers
from shared.web.http.json_body import json_body


async def registration(
    body: Annotated[RegistrationIn, json_body(RegistrationIn)], phone_numbers: PhoneNumbers
) -> CheckedRegistration:
    """Return a registration in the form in which it is stored. Raises InvalidInputError naming every broken rule."""
    return body.to_registration().checked(phone_numbers)


NewRegistration = Annotated[CheckedRegistration, Depends(registration)]


async def profile_update(
    _caller: CurrentCaller, body: Annotated[ProfileIn, json_body(ProfileIn)], phone_numbers: PhoneNumbers
) -> CheckedProfileUpdate:
    """Return a profile update in the form in which it is stored. Raises InvalidInputError naming every broken rule."""
    return body.to_update().checked(phone_numbers)


NewProfile = Annotated[CheckedProfileUpdate, Depends(profile_update)]

ResendRequest = Annotated[ResendIn, json_body(ResendIn)]
