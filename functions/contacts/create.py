"""POST /api/v1/contacts: store a new contact for the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter

from shared.web.caller import VerifiedCaller
from shared.web.contact_json import contact_answer
from shared.web.dependencies import EditableBook
from shared.web.entry import lambda_handler
from shared.web.headers import IdempotencyKey
from shared.web.json_body import json_body
from shared.web.schemas.contact_input import ContactIn

if TYPE_CHECKING:
    from shared.web.json_answer import JsonAnswer
    from shared.web.schemas.contacts import ContactOut

router = APIRouter(tags=["contacts"])


@router.post("/api/v1/contacts", status_code=201, response_model=None)
async def create_contact(
    caller: VerifiedCaller,
    body: Annotated[ContactIn, json_body(ContactIn)],
    book: EditableBook,
    idempotency_key: IdempotencyKey = None,
) -> JsonAnswer[ContactOut]:
    """Store a new contact and return it with its id and version.

    Send an `Idempotency-Key` to be able to repeat the request safely.
    """
    added = book.add(caller.book_id, body.to_draft(), actor=caller.account_id, idempotency_key=idempotency_key)
    return contact_answer(added, status=201, headers={"Location": f"/api/v1/contacts/{added.contact.id}"})


handler = lambda_handler(router)
