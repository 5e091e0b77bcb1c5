"""DELETE /api/v1/contacts/{contact_id}: put a contact in the trash."""

from shared.web.caller import WritingCaller
from shared.web.contacts.parameters import ContactId
from shared.web.dependencies import Trash
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import VersionsToWrite

router = Router(tags=["contacts"])


@router.delete("/api/v1/contacts/{contact_id}", status_code=204)
async def delete_contact(caller: WritingCaller, contact_id: ContactId, trash: Trash, allowed: VersionsToWrite) -> None:
    """Put a contact in the trash: it is no longer found or listed.

    A contact in the trash stays stored, and so do its earlier versions for a year. There is no request yet that shows
    the trash, empties it or restores a contact from it.
    """
    trash.put(caller.book_id, contact_id, actor=caller.account_id, allowed=allowed)


handler = lambda_handler(router)
