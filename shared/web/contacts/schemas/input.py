"""The wire model of a contact in requests, for the OpenAPI document; ``reading`` reads contacts."""

from shared.web.contacts.schemas.fields import ContactFields
from shared.web.http.wire import ReadOnly


class ContactIn(ContactFields):
    """A contact as a client sends it: at most {contact_bytes} bytes as JSON, not counting tags, ids and empty members.

    At least one text, date or value in a list is required. E-mail addresses, phone numbers and links are kept as typed.
    Limits are on what is stored: texts are trimmed and composed (Unicode NFC) before they are measured. Null is
    the same as an absent member, except for members that are kept when they are absent: null removes those. Members
    that only the service writes may be included, and are ignored.
    """

    id: ReadOnly = None
    uid: ReadOnly = None
    revision: ReadOnly = None
    created_at: ReadOnly = None
    updated_at: ReadOnly = None
    matches: ReadOnly = None
    thumbnail_url: ReadOnly = None
    notices: ReadOnly = None
