"""PUT /api/v1/contacts/{contact_id}: replace a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter

from shared.web.caller import VerifiedCaller
from shared.web.contact_id import ContactId
from shared.web.contact_json import contact_answer
from shared.web.dependencies import EditableBook
from shared.web.entry import lambda_handler
from shared.web.headers import IfMatch
from shared.web.json_body import json_body
from shared.web.schemas.contact_input import ContactIn

if TYPE_CHECKING:
    from shared.web.json_answer import JsonAnswer
    from shared.web.schemas.contacts import ContactOut

router = APIRouter(tags=["contacts"])


@router.put("/api/v1/contacts/{contact_id}", response_model=None)
async def replace_contact(
    caller: VerifiedCaller,
    contact_id: ContactId,
    body: Annotated[ContactIn, json_body(ContactIn)],
    book: EditableBook,
    if_match: IfMatch,
) -> JsonAnswer[ContactOut]:
    """Replace everything that you may say of a contact: what is absent from the body is removed.

    What `GET` shows may be sent back whole. With `If-Match` nobody else's change is overwritten.
    """
    return contact_answer(
        book.replace(caller.book_id, contact_id, body.to_draft(), actor=caller.account_id, if_match=if_match)
    )


handler = lambda_handler(router)
