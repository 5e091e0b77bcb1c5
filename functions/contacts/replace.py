"""PUT /api/v1/contacts/{contact_id}: replace a contact."""

from shared.web.caller import WritingCaller
from shared.web.contacts.answers import ContactAnswer, contact_answer
from shared.web.contacts.bodies import NewContact
from shared.web.contacts.parameters import ContactId
from shared.web.dependencies import ContactWriter
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import VersionsToWrite

router = Router(tags=["contacts"])


@router.put("/api/v1/contacts/{contact_id}")
async def replace_contact(
    caller: WritingCaller, contact_id: ContactId, body: NewContact, contacts: ContactWriter, allowed: VersionsToWrite
) -> ContactAnswer:
    """Replace everything that you may say of a contact: what is absent from the body is removed.

    What `GET` shows may be sent back whole. With `If-Match` nobody else's change is overwritten.
    `If-None-Match: *` is 412 here, as a contact is only ever created by `POST`.
    """
    return contact_answer(
        contacts.replace(caller.book_id, contact_id, body.to_draft(), actor=caller.account_id, allowed=allowed)
    )


handler = lambda_handler(router)
