"""Sparse contacts: of each, only the members that a request names in ``fields``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Annotated, Any, ClassVar, NoReturn

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic_core import PydanticCustomError

from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.members import members_of
from shared.domain.errors import MAX_NAMED
from shared.web.http.parameters import Parameter
from shared.web.http.query_parameters import listed

ALWAYS = ("id", "revision")
"""The members that every contact has in every response."""
MAX_LENGTH = 1_500
"""Of a list of members: there is room for all of them."""
DESCRIPTION = (
    "Only these members of a contact, with commas between them (`display_name,emails`), beside `id` and `revision`, "
    "which are always there. The entity tag remains that of the whole contact."
)


def known_fields() -> Sequence[str]:
    """Return the names of all members that a contact may have in a response."""
    written = ("uid", "created_at", "updated_at")
    return (*ALWAYS, *written, *members_of(ContactDetails), "tags", "thumbnail_url")


def checked_fields(text: str) -> str:
    """Return a list of members as it came. Raises PydanticCustomError naming those that no contact has."""
    if len(text) > MAX_LENGTH:
        raise PydanticCustomError("string_too_long", f"At most {MAX_LENGTH} characters.")
    known = known_fields()
    if unknown := [name for name in listed(text) if name not in known]:
        raise PydanticCustomError("unknown_field", " ".join(_unknown(name, known) for name in unknown[:MAX_NAMED]))
    return text


def fields_of(text: str) -> Collection[str] | None:
    """Return the members that a checked list names, with those that are always there; None for an empty list: all."""
    return {*ALWAYS, *listed(text)} if text else None


def sparse(contact: dict[str, Any], fields: Collection[str] | None) -> dict[str, Any]:
    """Return a contact's members that are among the ``fields``; None leaves it whole."""
    return contact if fields is None else {name: contact[name] for name in contact if name in fields}


class FieldsQuery:
    """The dependency on the members that a request for one contact names."""

    parameters: ClassVar = (Parameter(name="fields", place="query", description=DESCRIPTION),)

    async def __call__(self, request: Request) -> Collection[str] | None:
        """Return the members; None for all. Raises RequestValidationError."""
        if not request.scope["query_string"]:
            return None
        named = request.query_params.getlist("fields")
        if len(named) > 1:
            _refuse("repeated", "This may stand here only once.")
        try:
            return fields_of(checked_fields("".join(named)))
        except PydanticCustomError as error:
            _refuse(error.type, error.message())


Fields = Annotated[Collection[str] | None, Depends(FieldsQuery())]


def _refuse(kind: str, message: str) -> NoReturn:
    raise RequestValidationError([{"type": kind, "loc": ("query", "fields"), "msg": message}])


def _unknown(name: str, known: Sequence[str]) -> str:
    from shared.web.http.known_names import with_suggestion  # noqa: PLC0415 - most requests make no mistake

    return with_suggestion(f"A contact has no {name!r}.", name, known)
