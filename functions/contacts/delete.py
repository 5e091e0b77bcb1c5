"""DELETE /api/v1/contacts/{contact_id}: put a contact in the trash."""

from __future__ import annotations

from fastapi import APIRouter

from shared.web.caller import VerifiedCaller
from shared.web.contact_id import ContactId
from shared.web.dependencies import Book
from shared.web.entry import lambda_handler
from shared.web.headers import IfMatch

router = APIRouter(tags=["contacts"])


@router.delete("/api/v1/contacts/{contact_id}", status_code=204)
async def delete_contact(caller: VerifiedCaller, contact_id: ContactId, book: Book, if_match: IfMatch) -> None:
    """Delete a contact: it is found and listed no more."""
    book.trash(caller.book_id, contact_id, actor=caller.account_id, if_match=if_match)


handler = lambda_handler(router)
