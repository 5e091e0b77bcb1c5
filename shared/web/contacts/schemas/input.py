"""The wire model of a contact in requests."""

from typing import Any

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.members import Date, ListOf, Text, members_of
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.partial_dates import PartialDate
from shared.web.contacts.schemas.fields import ContactFields
from shared.web.http.wire import ReadOnly, Wire


class ContactIn(ContactFields):
    """A contact as a client sends it: at most 32,768 bytes as JSON, not counting tags, ids and empty members.

    At least one text, date or value in a list is required. E-mail addresses, phone numbers and links are kept as typed.
    Limits are on what is stored: texts are trimmed and composed (Unicode NFC) before they are measured. Null is
    the same as an absent member. Members that only the service writes may be included, and are ignored.
    """

    id: ReadOnly = None
    uid: ReadOnly = None
    revision: ReadOnly = None
    created_at: ReadOnly = None
    updated_at: ReadOnly = None

    def to_draft(self) -> ContactDraft:
        """Return the draft of the contact. Raises InvalidInputError for impossible dates."""
        problems: list[FieldProblem] = []
        values = _values(ContactDetails, self, "", problems)
        if problems:
            raise InvalidInputError(*problems)
        return ContactDraft(details=ContactDetails(**values), tags=tuple(self.tags))


def _values(declaring: type, wire: Wire, pointer: str, problems: list[FieldProblem]) -> dict[str, Any]:
    """Return the values of a dataclass's members that the client sent, except for members that the service derives."""
    sent = vars(wire)
    values: dict[str, Any] = {}
    for name, kind in members_of(declaring).items():
        value = sent[name]
        if value is None or (isinstance(kind, Text) and kind.derived):
            continue
        if isinstance(kind, Date):
            value = _date(value, f"{pointer}/{name}", problems)
        elif isinstance(kind, ListOf):
            value = tuple(
                [
                    kind.values(**_values(kind.values, each, f"{pointer}/{name}/{index}", problems))
                    for index, each in enumerate(value)
                ]
            )
        values[name] = value
    return values


def _date(text: str, pointer: str, problems: list[FieldProblem]) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        problems.append(FieldProblem(pointer=pointer, code="invalid_date", detail=str(error).capitalize() + "."))
        return None
