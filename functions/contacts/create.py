"""POST /api/v1/contacts: store a new contact for the caller."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response

from shared.web.caller import VerifiedCaller
from shared.web.dependencies import Book
from shared.web.entry import lambda_handler
from shared.web.headers import IdempotencyKey
from shared.web.json_body import json_body
from shared.web.schemas.contacts import ContactIn, ContactOut

router = APIRouter(tags=["contacts"])


@router.post("/api/v1/contacts", status_code=201)
async def create_contact(
    caller: VerifiedCaller,
    body: Annotated[ContactIn, json_body(ContactIn)],
    book: Book,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> ContactOut:
    """Store a new contact and return it with its id and version.

    Send an `Idempotency-Key` to be able to repeat the request safely.
    """
    added = book.add(caller.book_id, body.to_draft(), actor=caller.account_id, idempotency_key=idempotency_key)
    response.headers["ETag"] = added.etag
    response.headers["Location"] = f"/api/v1/contacts/{added.contact.id}"
    return ContactOut.of(added)


handler = lambda_handler(router)
