"""DELETE /api/v1/contacts/{contact_id}: put a contact in the trash."""

from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.contacts.parameters import ContactId
from shared.web.dependencies import Trash
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import VersionsToWrite

router = Router(tags=["contacts"])


@router.delete("/api/v1/contacts/{contact_id}", status_code=204)
async def delete_contact(
    caller: WritingCaller, contact_id: ContactId, allowed: VersionsToWrite, _within_limit: WriteLimit, trash: Trash
) -> None:
    """Move a contact to the trash, so that it is no longer found or listed.

    `GET /api/v1/trash` lists what is in the trash. A contact stays there for {trash_lifetime}, and until then can be
    restored, or erased at once. With `If-Match`, the contact is moved only if it has not changed since that version.
    """
    trash.put(caller.book_id, contact_id, actor=caller.account_id, allowed=allowed)


handler = lambda_handler(router)
