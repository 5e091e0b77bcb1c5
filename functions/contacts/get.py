"""GET /api/v1/contacts/{contact_id}: show a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Response

from shared.web.caller import VerifiedCaller
from shared.web.contact_id import ContactId
from shared.web.contact_json import contact_answer
from shared.web.dependencies import Book
from shared.web.entry import lambda_handler
from shared.web.headers import IfNoneMatch

if TYPE_CHECKING:
    from shared.web.json_answer import JsonAnswer
    from shared.web.schemas.contacts import ContactOut

router = APIRouter(tags=["contacts"])


@router.get("/api/v1/contacts/{contact_id}", response_model=None, responses={304: {}})
async def get_contact(
    caller: VerifiedCaller, contact_id: ContactId, book: Book, if_none_match: IfNoneMatch
) -> JsonAnswer[ContactOut] | Response:
    """Return a contact and, as its entity tag, its version."""
    found = book.get(caller.book_id, contact_id)
    if if_none_match is not None and if_none_match.match_weakly(found.etag):
        return Response(status_code=304, headers={"ETag": found.etag})
    return contact_answer(found)


handler = lambda_handler(router)
