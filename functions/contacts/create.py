"""POST /api/v1/contacts: create a contact."""

from shared.web.caller import WritingCaller
from shared.web.contacts.answers import ContactAnswer, contact_answer
from shared.web.contacts.bodies import NewContact, notices_of
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import ContactWriter
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import IdempotencyKey

router = Router(tags=["contacts"])


@router.post("/api/v1/contacts", status_code=201)
async def create_contact(
    caller: WritingCaller,
    body: NewContact,
    _within_limit: WriteLimit,
    contacts: ContactWriter,
    idempotency_key: IdempotencyKey = None,
) -> ContactAnswer:
    """Create a contact, and return it with its id and, in `ETag`, its version.

    The body may also be one card: vCard (`text/vcard`), jCard (`application/vcard+json`), JSContact
    (`application/jscontact+json`), or a header and one row of CSV (`text/csv`). What was odd about it, or could not be
    kept, is told in `notices`.

    With an `Idempotency-Key`, the request can be repeated safely: it creates only one contact.
    """
    added = contacts.add(caller.book_id, body.to_draft(), actor=caller.account_id, idempotency_key=idempotency_key)
    headers = {"Location": f"/api/v1/contacts/{added.contact.id}"}
    return contact_answer(added, status=201, headers=headers, notices=notices_of(body))


handler = lambda_handler(router)
