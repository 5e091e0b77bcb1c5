"""Request bodies of contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from shared.web.contacts.schemas.input import ContactIn, content_problems
from shared.web.http.content_codings import read_body
from shared.web.http.json_body import JSON, JsonBody, media_type_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.domain.cards.card import Notice
    from shared.web.contacts.cards import CardBody


class ContactBody(JsonBody):
    """The dependency that reads a contact: as JSON, or as a card of any form, which few requests have."""

    async def __call__(self, request: Request) -> Any:
        """Return the ContactIn or CardBody. Raises what JsonBody raises, also for a card that is none."""
        if media_type_of(request) in ("", JSON):
            return await super().__call__(request)
        from shared.web.contacts.cards import read_body_card  # noqa: PLC0415 - see above

        headers = request.headers
        return read_body_card(headers["content-type"], await read_body(request), headers.get("if-match", ""))


def notices_of(body: ContactIn | CardBody) -> Sequence[Notice]:
    """Return what was odd about a card, or could not be kept; JSON is read strictly, so there is nothing to say."""
    return () if isinstance(body, ContactIn) else body.notices


NewContact = Annotated["ContactIn | CardBody", Depends(ContactBody(ContactIn, content_problems))]
