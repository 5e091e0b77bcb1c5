"""POST /api/v1/contacts/{contact_id}/restore: bring a contact back from the trash, or to a previous version."""

from shared.web.caller import WritingCaller
from shared.web.contacts.answers import ContactAnswer, contact_answer
from shared.web.contacts.limits import WriteLimit
from shared.web.contacts.parameters import ContactId
from shared.web.contacts.restoring import WantedVersion
from shared.web.dependencies import Restorer
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import VersionsToWrite

router = Router(tags=["contacts"])


@router.post("/api/v1/contacts/{contact_id}/restore")
async def restore_contact(
    caller: WritingCaller,
    contact_id: ContactId,
    wanted: WantedVersion,
    allowed: VersionsToWrite,
    _within_limit: WriteLimit,
    restorer: Restorer,
) -> ContactAnswer:
    """Bring a contact back from the trash, or to the version of a `revision` in its history, and return it.

    Without a body, or with null for the revision, it comes back as it was deleted. If it is already as it is wanted,
    nothing changes, so the request can be repeated safely. Tags that have been removed since do not come back. With
    `If-Match`, the contact is restored only if it has not changed since that version.
    """
    restored = restorer.restore(
        caller.book_id, contact_id, actor=caller.account_id, revision=wanted.revision, allowed=allowed
    )
    return contact_answer(restored)


handler = lambda_handler(router)
