"""The details of a contact: the one declaration of its members and their limits.

The rest is derived from it: the rules for input (``rules``), the stored document (``documents``), the texts that are
searched (``queries``), the wire models (``shared.web.contacts.schemas.fields``), and the values of empty members in
responses (``shared.web.contacts.answers``). Documents and responses have the members in the order declared here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.members import Date, Flag, Foreign, ListOf, Member, Text, declared, member, members_of

if TYPE_CHECKING:
    from shared.domain.partial_dates import PartialDate

Extra = Mapping[str, Any]
"""Properties and parameters from other formats, kept verbatim as JSON for lossless round trips."""

NAME = Text(max_length=200, searched=True)
SHORT = Text(max_length=200)
LONG = Text(max_length=1_000)
VALUE = Text(max_length=1_000, required=True)
LINES = Text(max_length=1_000, multiline=True)
NOTES = Text(max_length=10_000, multiline=True)
LABEL = Text(max_length=50)
VALUE_ID = Text(max_length=64)
E164 = Text(max_length=50, derived=True)
EXTENSION = Text(max_length=50, derived=True)
TAG = Text(max_length=100)
MAX_TAGS = 50
MAX_LIST_VALUES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ListValue:
    """A value in a list: a stable id, a free label (``home``, ``work``), and whether it is the preferred one."""

    id: str = member(VALUE_ID)
    label: str = member(LABEL)
    primary: bool = member(Flag())
    extra: Extra = field(default_factory=dict, metadata=declared(Foreign()))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextValue(ListValue):
    """An e-mail address, URL, relation or custom value, as typed."""

    value: str = member(VALUE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone(ListValue):
    """A phone number as typed; its E.164 form (ITU-T) if it is valid, and the digits of its extension if it has one.

    What was read of a value stays while the value does: see ``shared.domain.contacts.phones``.
    """

    value: str = member(VALUE)
    e164: str | None = member(E164, default=None)
    extension: str | None = member(EXTENSION, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateValue(ListValue):
    """An anniversary or another date to remember."""

    value: PartialDate = field(metadata=declared(Date(required=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(ListValue):
    """A postal address in the parts of vCard's ADR (RFC 6350 section 6.3.1)."""

    street: str = member(LINES)
    extended: str = member(LINES)
    city: str = member(SHORT)
    region: str = member(SHORT)
    postal_code: str = member(SHORT)
    country: str = member(SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(ListValue):
    """An organization that the contact belongs to, with department and job title."""

    name: str = member(SHORT)
    department: str = member(SHORT)
    title: str = member(SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDetails:
    """All details of a contact; each is optional, but ``shared.domain.contacts.rules`` requires some of them."""

    first_name: str = member(NAME)
    middle_name: str = member(NAME)
    last_name: str = member(NAME)
    prefix: str = member(NAME)
    suffix: str = member(NAME)
    nickname: str = member(NAME)
    phonetic_first_name: str = member(NAME)
    phonetic_last_name: str = member(NAME)
    organizations: tuple[Organization, ...] = member(ListOf(values=Organization, searched=True))
    emails: tuple[TextValue, ...] = member(ListOf(values=TextValue, searched=True))
    phones: tuple[Phone, ...] = member(ListOf(values=Phone))
    addresses: tuple[Address, ...] = member(ListOf(values=Address))
    urls: tuple[TextValue, ...] = member(ListOf(values=TextValue))
    dates: tuple[DateValue, ...] = member(ListOf(values=DateValue))
    relations: tuple[TextValue, ...] = member(ListOf(values=TextValue))
    custom: tuple[TextValue, ...] = member(ListOf(values=TextValue))
    birthday: PartialDate | None = member(Date())
    notes: str = member(NOTES)
    favorite: bool = member(Flag())
    photo_url: str = member(LONG)
    extra: Extra = field(default_factory=dict, metadata=declared(Foreign()))


VALUE_TYPES: Mapping[str, type[ListValue]] = {
    name: kind.values for name, kind in members_of(ContactDetails).items() if isinstance(kind, ListOf)
}
"""The lists in the details, in order, and the class of their values."""


def own_members(value_type: type) -> Mapping[str, Member]:
    """Return the members of a value in a list, without those that every value has."""
    return {name: kind for name, kind in members_of(value_type).items() if name not in members_of(ListValue)}
