"""JSON Merge Patch (RFC 7396) on a profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from fastapi import Depends, Request
from pydantic import BaseModel

from shared.domain.books import BookSettings
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.services.accounts.input import CheckedProfileUpdate, ProfileUpdate
from shared.web.accounts.bodies import profile_problems
from shared.web.accounts.schemas import ProfileIn
from shared.web.caller import CurrentCaller
from shared.web.dependencies import PhoneNumbers
from shared.web.http.json_body import JSON, MERGE_PATCH, read_json, validated

_NEW = BookSettings()
REMOVED: Mapping[str, str] = {
    "full_name": "",
    "locale": _NEW.locale,
    "time_zone": _NEW.time_zone,
    "leap_day": _NEW.leap_day,
    "phone_region": _NEW.phone_region,
}
"""What a member becomes that a patch removes: what it is for a new account."""


class ProfilePatchBody:
    """The dependency that reads a merge patch as the update that it stands for.

    Clients may also send a patch as ``application/json``, the default of many; ``bodies`` has only the proper type.
    """

    bodies: ClassVar[Mapping[str, type[BaseModel]]] = {MERGE_PATCH: ProfileIn}

    def __init__(self) -> None:
        ProfileIn.model_rebuild()  # at the start of the function, not in its first request

    async def __call__(self, request: Request) -> ProfileUpdate:
        """Return the update. Raises what ``read_json`` raises, and InvalidInputError."""
        patch = await read_json(request, MERGE_PATCH, JSON, accept_header="Accept-Patch")
        if not isinstance(patch, dict):
            raise InvalidInputError(FieldProblem(pointer="", code="not_an_object", detail="A patch is a JSON object."))
        return validated(ProfileIn, _with_removed(patch), profile_problems).to_update()


def _with_removed(patch: Mapping[str, Any]) -> dict[str, Any]:
    return {name: REMOVED.get(name) if value is None else value for name, value in patch.items()}


async def profile_patch(
    _caller: CurrentCaller, update: Annotated[ProfileUpdate, Depends(ProfilePatchBody())], phone_numbers: PhoneNumbers
) -> CheckedProfileUpdate:
    """Return the update in the form in which it is stored. Raises InvalidInputError naming every broken rule."""
    return update.checked(phone_numbers)


ProfilePatch = Annotated[CheckedProfileUpdate, Depends(profile_patch)]
