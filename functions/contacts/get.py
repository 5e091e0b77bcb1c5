"""GET /api/v1/contacts/{contact_id}: read a contact."""

from fastapi import Response

from shared.web.caller import ReadingCaller
from shared.web.contacts.answers import ContactAnswer, SparseContactAnswer
from shared.web.contacts.parameters import ContactId
from shared.web.contacts.representations import AcceptedForm, contact_response
from shared.web.contacts.sparse import Fields
from shared.web.dependencies import ContactReader
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import IfNoneMatch

router = Router(tags=["contacts"])


@router.get("/api/v1/contacts/{contact_id}", responses={304: {}})
async def get_contact(
    caller: ReadingCaller,
    contact_id: ContactId,
    fields: Fields,
    form: AcceptedForm,
    contacts: ContactReader,
    if_none_match: IfNoneMatch,
) -> ContactAnswer | SparseContactAnswer | Response:
    """Return a contact and, in `ETag`, its version, whichever `fields` are shown.

    With `If-None-Match`, the response is 304 without a body if the contact has not changed since that version.
    """
    contact = contacts.get(caller.book_id, contact_id)
    return contact_response(contact, form, fields=fields, if_none_match=if_none_match)


handler = lambda_handler(router)
