"""Contacts as clients send them."""

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails, DateValue, ListValue
from shared.domain.contacts.documents import VALUE_TYPES
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.partial_dates import PartialDate
from shared.web.contacts.schemas.fields import ContactFields, ListValueWire
from shared.web.http.wire import ReadOnly


class ContactIn(ContactFields):
    """A contact as a client sends it, at most 32,768 bytes as JSON, its tags and empty members not counted.

    What only the service writes may be sent along, and is ignored.
    """

    id: ReadOnly = None
    uid: ReadOnly = None
    revision: ReadOnly = None
    created_at: ReadOnly = None
    updated_at: ReadOnly = None

    def to_draft(self) -> ContactDraft:
        """Return what the client wants. Raises InvalidInputError for dates that no calendar has."""
        problems: list[FieldProblem] = []
        values = {name: getattr(self, name) for name in _SCALARS if getattr(self, name) is not None}
        for name, value_type in VALUE_TYPES.items():
            values[name] = tuple(
                _list_value(value_type, value, f"/{name}/{index}/value", problems)
                for index, value in enumerate(getattr(self, name))
            )
        values["birthday"] = _date(self.birthday, "/birthday", problems) if self.birthday is not None else None
        if problems:
            raise InvalidInputError(*problems)
        return ContactDraft(details=ContactDetails(**values), tags=tuple(self.tags))


_SCALARS = tuple(name for name in ContactFields.model_fields if name not in {*VALUE_TYPES, "birthday", "tags"})


def _list_value(
    value_type: type[ListValue], wire: ListValueWire, pointer: str, problems: list[FieldProblem]
) -> ListValue:
    values = {name: value for name, value in wire if value is not None}
    values.pop("e164", None)
    if value_type is DateValue:
        values["value"] = _date(values["value"], pointer, problems)
    return value_type(**values)


def _date(text: str, pointer: str, problems: list[FieldProblem]) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        problems.append(FieldProblem(pointer=pointer, code="invalid_date", detail=str(error).capitalize() + "."))
        return None
