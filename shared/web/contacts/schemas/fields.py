"""What clients may say of a contact, and are told again."""

from typing import Annotated, Any

from pydantic import Field

from shared.domain.contacts import rules
from shared.web.http.wire import Wire

Name = Annotated[str | None, Field(max_length=rules.MAX_NAME_LENGTH)]
Value = Annotated[str, Field(max_length=rules.MAX_VALUE_LENGTH)]
Tag = Annotated[str, Field(max_length=rules.MAX_TAG_LENGTH)]
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
    tags: Annotated[list[Tag], Field(max_length=rules.MAX_TAGS, description="By name; unknown ones are created.")] = []
