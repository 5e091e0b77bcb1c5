"""Request bodies of contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from shared.web.contacts.schemas.reading import GivenContact, contact_model, contact_validator, read_contact
from shared.web.http.content_codings import read_body
from shared.web.http.json_body import JSON, media_type_of, read_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from shared.domain.cards.card import Notice
    from shared.web.contacts.cards import CardBody


class ContactBody:
    """The dependency that reads a contact: as JSON, or as a card of any form, which few requests have."""

    def __init__(self) -> None:
        contact_validator()  # made at the start of the function, not in its first request

    @property
    def bodies(self) -> Mapping[str, type[BaseModel]]:
        """The model for the media type, which the OpenAPI document shows."""
        return {JSON: contact_model()}

    async def __call__(self, request: Request) -> Any:
        """Return the GivenContact or CardBody. Raises what read_json raises, and InvalidInputError."""
        if media_type_of(request) in ("", JSON):
            return read_contact(await read_json(request, JSON))
        from shared.web.contacts.cards import read_body_card  # noqa: PLC0415 - see above

        headers = request.headers
        return read_body_card(headers["content-type"], await read_body(request), headers.get("if-match", ""))


def notices_of(body: GivenContact | CardBody) -> Sequence[Notice]:
    """Return what was odd about a card, or could not be kept; JSON is read strictly, so there is nothing to say."""
    return () if isinstance(body, GivenContact) else body.notices


NewContact = Annotated["GivenContact | CardBody", Depends(ContactBody())]
