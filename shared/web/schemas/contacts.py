"""Contacts on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from shared.domain import contact_rules as rules
from shared.domain.contacts import (
    Address,
    Contact,
    ContactDetails,
    ContactDraft,
    DateValue,
    ListValue,
    Organization,
    Phone,
    TextValue,
)
from shared.domain.errors import FieldProblem, InvalidInputError
from shared.domain.partial_dates import PartialDate
from shared.services.address_book import TaggedContact
from shared.web.schemas.wire import ReadOnly, Wire

Name = Annotated[str | None, Field(max_length=rules.MAX_NAME_LENGTH)]
Value = Annotated[str, Field(max_length=rules.MAX_VALUE_LENGTH)]
LongText = Annotated[str | None, Field(max_length=rules.MAX_VALUE_LENGTH)]
Extra = Annotated[dict[str, Any], Field(description="Foreign properties, kept verbatim.")]
PartialDateText = Annotated[
    str,
    Field(
        description="A date of which parts may be unknown: `1990-05-17`, `--05-17`, `1990-05` or `1990`.",
        examples=["1990-05-17", "--12-09"],
        max_length=10,
    ),
]


class ListValueWire(Wire):
    """What every value in a list has."""

    id: Annotated[
        str | None,
        Field(max_length=rules.MAX_VALUE_ID_LENGTH, description="Stable; the service makes one when there is none."),
    ] = None
    label: Annotated[str | None, Field(max_length=rules.MAX_LABEL_LENGTH, examples=["home", "work"])] = None
    primary: Annotated[bool, Field(description="The preferred one of its list.")] = False
    extra: Extra = {}


class TextValueWire(ListValueWire):
    """A text."""

    value: Value


class PhoneWire(ListValueWire):
    """A phone number."""

    value: Annotated[str, Field(max_length=rules.MAX_VALUE_LENGTH, examples=["+380 44 123 4567"])]
    e164: Annotated[
        str | None, Field(description="The number in E.164 when it can be read; yours is ignored.", max_length=50)
    ] = None


class DateWire(ListValueWire):
    """An anniversary or another date."""

    value: PartialDateText


class AddressWire(ListValueWire):
    """A postal address."""

    street: LongText = None
    extended: LongText = None
    city: Name = None
    region: Name = None
    postal_code: Name = None
    country: Name = None


class OrganizationWire(ListValueWire):
    """Where somebody works, and as what."""

    name: Name = None
    department: Name = None
    title: Name = None


class ContactFields(Wire):
    """What a client may say of a contact."""

    first_name: Name = None
    middle_name: Name = None
    last_name: Name = None
    prefix: Name = None
    suffix: Name = None
    nickname: Name = None
    phonetic_first_name: Name = None
    phonetic_last_name: Name = None
    organizations: Annotated[list[OrganizationWire], Field(max_length=rules.MAX_LIST_VALUES)] = []
    emails: Annotated[list[TextValueWire], Field(max_length=rules.MAX_LIST_VALUES)] = []
    phones: Annotated[list[PhoneWire], Field(max_length=rules.MAX_LIST_VALUES)] = []
    addresses: Annotated[list[AddressWire], Field(max_length=rules.MAX_LIST_VALUES)] = []
    urls: Annotated[list[TextValueWire], Field(max_length=rules.MAX_LIST_VALUES)] = []
    dates: Annotated[list[DateWire], Field(max_length=rules.MAX_LIST_VALUES)] = []
    relations: Annotated[list[TextValueWire], Field(max_length=rules.MAX_LIST_VALUES)] = []
    custom: Annotated[list[TextValueWire], Field(max_length=rules.MAX_LIST_VALUES)] = []
    birthday: PartialDateText | None = None
    notes: Annotated[str | None, Field(max_length=rules.MAX_NOTES_LENGTH)] = None
    favorite: bool = False
    photo_url: LongText = None
    extra: Extra = {}
    tags: Annotated[list[str], Field(max_length=rules.MAX_TAGS, description="By name; unknown ones are created.")] = []


class ContactIn(ContactFields):
    """A contact as a client sends it. What only the service writes may be sent along, and is ignored."""

    id: ReadOnly = None
    uid: ReadOnly = None
    revision: ReadOnly = None
    created_at: ReadOnly = None
    updated_at: ReadOnly = None

    def to_draft(self) -> ContactDraft:
        """Return what the client wants. Raises InvalidInputError for dates that no calendar has."""
        problems: list[FieldProblem] = []
        values = {name: getattr(self, name) for name in _SCALARS if getattr(self, name) is not None}
        for name, kind in _LISTS.items():
            values[name] = tuple(
                _list_value(kind, value, f"/{name}/{index}/value", problems)
                for index, value in enumerate(getattr(self, name))
            )
        values["birthday"] = _date(self.birthday, "/birthday", problems) if self.birthday is not None else None
        if problems:
            raise InvalidInputError(*problems)
        return ContactDraft(details=ContactDetails(**values), tags=tuple(self.tags))


class ContactIdentity(Wire):
    """What only the service says of a contact."""

    id: Annotated[str, Field(examples=["01JZX7Q5W8N3M2K1H0G9F8E7D6"])]
    uid: Annotated[str, Field(description="The identity that travels with the card between systems.")]
    revision: Annotated[int, Field(description="The book's revision that wrote this version.")]
    created_at: datetime
    updated_at: datetime


class ContactOut(ContactFields, ContactIdentity):
    """A contact as the service shows it."""

    @classmethod
    def of(cls, tagged: TaggedContact) -> ContactOut:
        """Return the wire form of a contact."""
        contact = tagged.contact
        details = contact.details
        values: dict[str, Any] = {name: getattr(details, name) or None for name in _SCALARS}
        values |= {name: [_wire(value) for value in getattr(details, name)] for name in _LISTS}
        values["favorite"] = details.favorite
        values["extra"] = details.extra
        values["birthday"] = str(details.birthday) if details.birthday else None
        return cls.model_construct(tags=list(tagged.tags), **values, **_identity(contact))


class ContactPageOut(Wire):
    """Some contacts, and where the next ones are."""

    items: list[ContactOut]
    next_cursor: Annotated[
        str | None, Field(description="Send it as `cursor` for the next page; null on the last one.")
    ]


_LISTS: dict[str, tuple[type[ListValue], type[ListValueWire]]] = {
    "organizations": (Organization, OrganizationWire),
    "emails": (TextValue, TextValueWire),
    "phones": (Phone, PhoneWire),
    "addresses": (Address, AddressWire),
    "urls": (TextValue, TextValueWire),
    "dates": (DateValue, DateWire),
    "relations": (TextValue, TextValueWire),
    "custom": (TextValue, TextValueWire),
}
_SCALARS = tuple(name for name in ContactFields.model_fields if name not in {*_LISTS, "birthday", "tags"})


def _list_value(
    kind: tuple[type[ListValue], type[ListValueWire]], wire: ListValueWire, pointer: str, problems: list[FieldProblem]
) -> ListValue:
    domain_type, wire_type = kind
    values = {name: value for name in wire_type.model_fields if (value := getattr(wire, name)) is not None}
    values.pop("e164", None)
    if domain_type is DateValue:
        values["value"] = _date(values["value"], pointer, problems)
    return domain_type(**values)


def _date(text: str, pointer: str, problems: list[FieldProblem]) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        problems.append(FieldProblem(pointer=pointer, code="invalid_date", detail=str(error).capitalize() + "."))
        return None


def _wire(value: ListValue) -> ListValueWire:
    wire_type = _WIRE_TYPES[type(value)]
    members = {name: getattr(value, name) for name in wire_type.model_fields}
    if isinstance(value, DateValue):
        members["value"] = str(value.value)
    return wire_type.model_construct(
        **{name: member if member or name in _NEVER_NULL else None for name, member in members.items()}
    )


def _identity(contact: Contact) -> dict[str, Any]:
    return {
        "id": contact.id,
        "uid": contact.uid,
        "revision": contact.revision,
        "created_at": contact.created_at,
        "updated_at": contact.updated_at,
    }


_WIRE_TYPES = dict(_LISTS.values())
_NEVER_NULL = frozenset({"value", "primary", "extra"})
