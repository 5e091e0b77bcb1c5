"""Contact ids in paths."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path

from shared.domain.errors import ContactNotFoundError
from shared.domain.ids import is_ulid


async def known_form(contact_id: Annotated[str, Path(description="The contact's id.")]) -> str:
    """Return the id. Raises ContactNotFoundError for a text that can be nobody's: no store is asked."""
    if not is_ulid(contact_id):
        raise ContactNotFoundError("there is no such contact")
    return contact_id


ContactId = Annotated[str, Depends(known_form)]
