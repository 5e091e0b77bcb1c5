"""PATCH /api/v1/contacts/{contact_id}: change parts of a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from shared.web.caller import WritingCaller
from shared.web.contacts.answers import contact_answer
from shared.web.contacts.parameters import ContactId
from shared.web.contacts.patch import ContactPatch
from shared.web.dependencies import ContactWriter
from shared.web.http.entry import lambda_handler
from shared.web.http.headers import IfMatch

if TYPE_CHECKING:
    from shared.web.contacts.schemas.output import ContactOut
    from shared.web.http.json_answer import JsonAnswer

router = APIRouter(tags=["contacts"])


@router.patch("/api/v1/contacts/{contact_id}", response_model=None)
async def patch_contact(
    caller: WritingCaller, contact_id: ContactId, patch: ContactPatch, contacts: ContactWriter, if_match: IfMatch
) -> JsonAnswer[ContactOut]:
    """Change the members that the body names (JSON Merge Patch, RFC 7396): null removes one, a list replaces a list."""
    return contact_answer(contacts.revise(caller.book_id, contact_id, patch, actor=caller.account_id, allowed=if_match))


handler = lambda_handler(router)
