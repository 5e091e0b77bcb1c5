"""PUT /api/v1/contacts/{contact_id}: replace a contact."""

from shared.web.caller import WritingCaller
from shared.web.contacts.answers import ContactAnswer, contact_answer
from shared.web.contacts.bodies import NewContact, notices_of
from shared.web.contacts.edits import EditTerms
from shared.web.contacts.limits import WriteLimit
from shared.web.contacts.parameters import ContactId
from shared.web.dependencies import ContactWriter
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["contacts"])


@router.put("/api/v1/contacts/{contact_id}")
async def replace_contact(
    caller: WritingCaller,
    contact_id: ContactId,
    body: NewContact,
    edit: EditTerms,
    _within_limit: WriteLimit,
    contacts: ContactWriter,
) -> ContactAnswer:
    """Replace all members of a contact that clients write, and return it. Members that are absent are removed.

    Those that came later, which a client may not know, are kept if they are absent, as each of them says; null removes
    them.

    The body may be what `GET` returned: members that only the service writes are ignored. With `If-Match`, the contact
    is replaced only if it has not changed since that version. The response to `If-None-Match: *` is 412, since only
    `POST` creates contacts.

    The body may also be one card: vCard, jCard, JSContact, or a header and one row of CSV. What its form cannot hold
    stays as it is, so a card that `GET` returned changes nothing when it is put back. What was odd about it, or could
    not be kept, is told in `notices`.

    With `Prefer: handling=merge`, what differs between the body and the version in `If-Match` is merged with what
    others have changed since, as for `PATCH`.
    """
    draft = body.to_draft()
    replaced = contacts.replace(
        caller.book_id, contact_id, draft, actor=caller.account_id, allowed=edit.allowed, reconcile=edit.reconcile
    )
    return contact_answer(replaced, headers=edit.headers, notices=notices_of(body))


handler = lambda_handler(router)
