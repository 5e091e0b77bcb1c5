"""POST /api/v1/contacts: store a new contact for the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter

from shared.web.caller import WritingCaller
from shared.web.contacts.answers import contact_answer
from shared.web.contacts.schemas.input import ContactIn
from shared.web.dependencies import ContactWriter
from shared.web.http.entry import lambda_handler
from shared.web.http.headers import IdempotencyKey
from shared.web.http.json_body import json_body

if TYPE_CHECKING:
    from shared.web.contacts.schemas.output import ContactOut
    from shared.web.http.json_answer import JsonAnswer

router = APIRouter(tags=["contacts"])


@router.post("/api/v1/contacts", status_code=201, response_model=None)
async def create_contact(
    caller: WritingCaller,
    body: Annotated[ContactIn, json_body(ContactIn)],
    contacts: ContactWriter,
    idempotency_key: IdempotencyKey = None,
) -> JsonAnswer[ContactOut]:
    """Store a new contact and return it with its id and version.

    Send an `Idempotency-Key` to be able to repeat the request safely.
    """
    added = contacts.add(caller.book_id, body.to_draft(), actor=caller.account_id, idempotency_key=idempotency_key)
    return contact_answer(added, status=201, headers={"Location": f"/api/v1/contacts/{added.contact.id}"})


handler = lambda_handler(router)
