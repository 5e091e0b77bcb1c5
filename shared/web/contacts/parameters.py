"""Contact ids in paths."""

from __future__ import annotations

from typing import Annotated, ClassVar

from fastapi import Depends, Request

from shared.domain.errors import ContactNotFoundError
from shared.domain.ids import is_ulid
from shared.web.http.parameters import Parameter


class ContactIdPath:
    """The dependency on the id in the path."""

    parameters: ClassVar = (Parameter(name="contact_id", place="path", description="The contact's id."),)

    async def __call__(self, request: Request) -> str:
        """Return the id. Raises ContactNotFoundError for one that no contact can have, without a request to a store."""
        contact_id: str = request.path_params["contact_id"]
        if not is_ulid(contact_id):
            raise ContactNotFoundError("there is no such contact")
        return contact_id


ContactId = Annotated[str, Depends(ContactIdPath())]
