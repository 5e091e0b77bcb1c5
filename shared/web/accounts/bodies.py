"""Request bodies of accounts, validated in full before the request is counted: a typo uses up no limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import MISSING, fields
from typing import Annotated, Any

from fastapi import Depends

from shared.domain.errors import FieldProblem, InvalidInputError
from shared.services.accounts.input import CheckedProfileUpdate, CheckedRegistration, ProfileUpdate, Registration
from shared.web.accounts.schemas import ProfileIn, RegistrationIn, ResendIn
from shared.web.caller import CurrentCaller
from shared.web.dependencies import PhoneNumbers
from shared.web.http.json_body import json_body
from shared.wiring import process


def _problems(sent: Registration | ProfileUpdate) -> Sequence[FieldProblem]:
    try:
        sent.checked(process.wiring().phone_numbers)
    except InvalidInputError as error:
        return error.problems
    return ()


def _texts(declaring: type[Registration | ProfileUpdate], body: Any) -> dict[str, Any]:
    """Return the texts in a body that may have any form; those that are required but are not there are empty."""
    given = body if isinstance(body, dict) else {}
    required = {each.name: "" for each in fields(declaring) if each.default is MISSING}
    return required | {each.name: text for each in fields(declaring) if isinstance(text := given.get(each.name), str)}


def registration_problems(body: Any) -> Sequence[FieldProblem]:
    """Return the rules of registrations that a body of any form breaks, as far as it can be read."""
    return _problems(Registration(**_texts(Registration, body)))


def profile_problems(body: Any) -> Sequence[FieldProblem]:
    """Return the rules of profiles that a body of any form breaks, as far as it can be read."""
    return _problems(ProfileUpdate(**_texts(ProfileUpdate, body)))


async def registration(
    body: Annotated[RegistrationIn, json_body(RegistrationIn, registration_problems)], phone_numbers: PhoneNumbers
) -> CheckedRegistration:
    """Return a registration in the form in which it is stored. Raises InvalidInputError naming every broken rule."""
    return body.to_registration().checked(phone_numbers)


NewRegistration = Annotated[CheckedRegistration, Depends(registration)]


async def profile_update(
    _caller: CurrentCaller,
    body: Annotated[ProfileIn, json_body(ProfileIn, profile_problems)],
    phone_numbers: PhoneNumbers,
) -> CheckedProfileUpdate:
    """Return a profile update in the form in which it is stored. Raises InvalidInputError naming every broken rule."""
    return body.to_update().checked(phone_numbers)


NewProfile = Annotated[CheckedProfileUpdate, Depends(profile_update)]

ResendRequest = Annotated[ResendIn, json_body(ResendIn)]
