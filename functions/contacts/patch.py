"""PATCH /api/v1/contacts/{contact_id}: change some members of a contact."""

from shared.web.caller import WritingCaller
from shared.web.contacts.answers import ContactAnswer, contact_answer
from shared.web.contacts.limits import WriteLimit
from shared.web.contacts.parameters import ContactId
from shared.web.contacts.patch import ContactPatch
from shared.web.dependencies import ContactWriter
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import VersionsToWrite

router = Router(tags=["contacts"])


@router.patch("/api/v1/contacts/{contact_id}")
async def patch_contact(
    caller: WritingCaller,
    contact_id: ContactId,
    patch: ContactPatch,
    allowed: VersionsToWrite,
    _within_limit: WriteLimit,
    contacts: ContactWriter,
) -> ContactAnswer:
    """Change the members in the body (JSON Merge Patch, RFC 7396), and return the contact.

    Members that are absent stay as they are; null removes a member, and a list replaces the whole list. With
    `If-Match`, the patch is applied only if the contact has not changed since that version. A patch sent as
    `application/json` is treated in the same way.
    """
    return contact_answer(contacts.revise(caller.book_id, contact_id, patch, actor=caller.account_id, allowed=allowed))


handler = lambda_handler(router)
