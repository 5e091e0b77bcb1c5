"""GET /api/v1/contacts/{contact_id}: show a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from shared.web.caller import ReadingCaller
from shared.web.contacts.answers import contact_answer
from shared.web.contacts.parameters import ContactId
from shared.web.dependencies import ContactReader
from shared.web.http.entity_tags import entity_tag
from shared.web.http.entry import lambda_handler
from shared.web.http.headers import IfNoneMatch

if TYPE_CHECKING:
    from shared.web.contacts.schemas.output import ContactOut
    from shared.web.http.json_answer import JsonAnswer

router = APIRouter(tags=["contacts"])


@router.get("/api/v1/contacts/{contact_id}", response_model=None, responses={304: {}})
async def get_contact(
    caller: ReadingCaller, contact_id: ContactId, contacts: ContactReader, if_none_match: IfNoneMatch
) -> JsonAnswer[ContactOut] | Response:
    """Return a contact and, as its entity tag, its version."""
    found = contacts.get(caller.book_id, contact_id)
    etag = entity_tag(found.version)
    if if_none_match is not None and if_none_match.match_weakly(etag):
        return Response(status_code=304, headers={"ETag": etag})
    return contact_answer(found)


handler = lambda_handler(router)
