"""JSON Merge Patch (RFC 7396) on the wire form of a contact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.members import Text, Texts, later_members_of
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.services.contacts.tagged import TaggedContact
from shared.web.contacts.answers import contact_json
from shared.web.contacts.schemas.drafts import content_problems
from shared.web.contacts.schemas.reading import contact_model, contact_validator, read_contact
from shared.web.http.json_body import JSON, MERGE_PATCH, read_json
from shared.web.http.merge_patches import merged

if TYPE_CHECKING:
    from pydantic import BaseModel


class PatchBody:
    """The dependency that reads a merge patch, and returns the function that applies it to a contact.

    Clients may also send a patch as ``application/json``, the default of many; ``bodies`` has only the proper type.
    """

    def __init__(self) -> None:
        contact_validator()  # made at the start of the function, not in its first request

    @property
    def bodies(self) -> Mapping[str, type[BaseModel]]:
        """The model for the media type, which the OpenAPI document shows."""
        return {MERGE_PATCH: contact_model()}

    async def __call__(self, request: Request) -> Callable[[TaggedContact], ContactDraft]:
        """Return the function that applies the patch.

        Raises what ``read_json`` raises, and InvalidInputError for a patch that no contact could take.
        """
        return revision_by(await read_json(request, MERGE_PATCH, JSON, accept_header="Accept-Patch"))


def revision_by(patch: Any) -> Callable[[TaggedContact], ContactDraft]:
    """Return the function that applies a patch. Raises InvalidInputError for one that no contact could take."""
    if not isinstance(patch, dict):
        raise InvalidInputError(FieldProblem(pointer="", code="not_an_object", detail="A patch is a JSON object."))

    # Refuses a patch that is invalid for every contact before one is read.
    read_contact(patched_members({}, patch), _problems_of_patch)

    def patched(current: TaggedContact) -> ContactDraft:
        return read_contact(patched_members(contact_json(current), patch)).to_draft()

    return patched


def _problems_of_patch(body: Any) -> Iterator[FieldProblem]:
    """Yield the rules that the members of a patch break, whatever else the contact has."""
    return (problem for problem in content_problems(body) if problem.code != "nothing_to_show")


def patched_members(current: Mapping[str, Any], patch: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a contact with a merge patch applied, as a body that replaces the contact.

    A member that the patch removes is null, since some absent ones are kept. One that restates another which the patch
    changes is left out, and so follows it: the list ``nicknames`` its head ``nickname``, and the other way round.
    """
    result = {**merged(current, patch), **{name: None for name, value in patch.items() if value is None}}
    for name, kind in later_members_of(ContactDetails).items():
        head = kind.head if isinstance(kind, Texts) else kind.restates if isinstance(kind, Text) else ""
        if head in patch and name not in patch:
            result.pop(name, None)
        elif isinstance(kind, Texts) and head and name in patch and head not in patch and _leads(kind, patch[name]):
            result.pop(head, None)
    return result


def _leads(kind: Texts, values: Any) -> bool:
    """Return whether a list that is written alone says what its head is; an empty joined one does not."""
    return bool(values) or not kind.joined


ContactPatch = Annotated[Callable[[TaggedContact], ContactDraft], Depends(PatchBody())]
