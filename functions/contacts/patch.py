"""PATCH /api/v1/contacts/{contact_id}: change parts of a contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from shared.web.caller import VerifiedCaller
from shared.web.contact_id import ContactId
from shared.web.contact_json import contact_answer
from shared.web.contact_patch import ContactPatch
from shared.web.dependencies import EditableBook
from shared.web.entry import lambda_handler
from shared.web.headers import IfMatch

if TYPE_CHECKING:
    from shared.web.json_answer import JsonAnswer
    from shared.web.schemas.contacts import ContactOut

router = APIRouter(tags=["contacts"])


@router.patch("/api/v1/contacts/{contact_id}", response_model=None)
async def patch_contact(
    caller: VerifiedCaller, contact_id: ContactId, patch: ContactPatch, book: EditableBook, if_match: IfMatch
) -> JsonAnswer[ContactOut]:
    """Change the members that the body names (JSON Merge Patch, RFC 7396): null removes one, a list replaces a list."""
    return contact_answer(book.revise(caller.book_id, contact_id, patch, actor=caller.account_id, if_match=if_match))


handler = lambda_handler(router)
