"""PUT /api/v1/contacts/{contact_id}: replace a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter

from shared.web.caller import WritingCaller
from shared.web.contacts.answers import contact_answer
from shared.web.contacts.parameters import ContactId
from shared.web.contacts.schemas.input import ContactIn
from shared.web.dependencies import ContactWriter
from shared.web.http.entry import lambda_handler
from shared.web.http.headers import IfMatch
from shared.web.http.json_body import json_body

if TYPE_CHECKING:
    from shared.web.contacts.schemas.output import ContactOut
    from shared.web.http.json_answer import JsonAnswer

router = APIRouter(tags=["contacts"])


@router.put("/api/v1/contacts/{contact_id}", response_model=None)
async def replace_contact(
    caller: WritingCaller,
    contact_id: ContactId,
    body: Annotated[ContactIn, json_body(ContactIn)],
    contacts: ContactWriter,
    if_match: IfMatch,
) -> JsonAnswer[ContactOut]:
    """Replace everything that you may say of a contact: what is absent from the body is removed.

    What `GET` shows may be sent back whole. With `If-Match` nobody else's change is overwritten.
    """
    return contact_answer(
        contacts.replace(caller.book_id, contact_id, body.to_draft(), actor=caller.account_id, allowed=if_match)
    )


handler = lambda_handler(router)
