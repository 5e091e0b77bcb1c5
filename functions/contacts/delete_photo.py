"""DELETE /api/v1/contacts/{contact_id}/photo: take the photo of a contact away."""

from shared.web.caller import WritingCaller
from shared.web.contacts.answers import ContactAnswer, contact_answer
from shared.web.contacts.limits import WriteLimit
from shared.web.contacts.parameters import ContactId
from shared.web.dependencies import ContactPhotos
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import VersionsToWrite

router = Router(tags=["contacts"])


@router.delete("/api/v1/contacts/{contact_id}/photo")
async def delete_contact_photo(
    caller: WritingCaller,
    contact_id: ContactId,
    allowed: VersionsToWrite,
    _within_limit: WriteLimit,
    photos: ContactPhotos,
) -> ContactAnswer:
    """Take the photo of a contact away, whether it was uploaded or a URL of another service, and return the contact.

    The response is the same if it has none. An uploaded photo is kept for the history, so that an earlier version can
    be restored; it is deleted when the contact is removed for good. With `If-Match`, the photo is taken away only if
    the contact has not changed since that version.
    """
    return contact_answer(photos.remove(caller.book_id, contact_id, actor=caller.account_id, allowed=allowed))


handler = lambda_handler(router)
