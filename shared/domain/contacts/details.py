"""The details of a contact: the one declaration of its members and their limits.

The rest is derived from it: the rules for input (``rules``), the stored document (``documents``), the texts that are
searched (``shared.domain.search.fields``), what a request keeps without mentioning it (``later_members``), what
reads requests (``shared.web.contacts.schemas.reading`` and ``drafts``) and describes them (``fields`` beside them), and
the values of empty members in responses (``shared.web.contacts.answers``). Documents have the members in the order
declared here.

Names are those of RFC 9553 (JSContact) and RFC 9554 (vCard) where this API had none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shared.domain.contacts.members import (
    Date,
    Flag,
    Foreign,
    ListOf,
    Member,
    Text,
    Texts,
    Translations,
    declared,
    member,
    members_of,
)

if TYPE_CHECKING:
    from shared.domain.partial_dates import PartialDate

Extra = Mapping[str, Any]
"""Properties and parameters from other formats, kept verbatim as JSON for lossless round trips."""
Localizations = Mapping[str, Mapping[str, str]]
"""Texts in other languages: by language tag (BCP 47), then by place: ``last_name``, ``addresses/<id>/city``."""

NAME = Text(max_length=200, searched="name")
SHORT = Text(max_length=200)
LONG = Text(max_length=1_000)
VALUE = Text(max_length=1_000, required=True)
LINES = Text(max_length=1_000, multiline=True)
NOTES = Text(max_length=10_000, multiline=True, searched="notes")
LABEL = Text(max_length=50)
VALUE_ID = Text(max_length=64)
E164 = Text(max_length=50, derived=True)
EXTENSION = Text(max_length=50, derived=True)
TAG = Text(max_length=100)
MAX_TAGS = 50
MAX_LIST_VALUES = 50

DISPLAY_NAME = Text(max_length=500, searched="name", later=True)
LATER_NAME = Text(max_length=200, searched="name", later=True)
LATER_SHORT = Text(max_length=200, later=True)
LATER_LONG = Text(max_length=1_000, later=True)
LATER_LINES = Text(max_length=1_000, multiline=True, later=True)
PLACE = Text(max_length=200, searched="other", later=True)
COORDINATES = Text(max_length=200, searched="nowhere", later=True)
ABOUT = Text(max_length=200, later=True, shown=False)
LANGUAGE = Text(max_length=35, later=True, shown=False)
COUNTRY_CODE = Text(max_length=10, later=True)
BIRTHDAY_TEXT = Text(max_length=200, later=True, restates="birthday")
CONTACT_ID = Text(max_length=64, later=True, restates="value", shown=False)
INVERSE_ID = Text(max_length=64, later=True, derived=True, shown=False, restates="contact_id")
CONTACT_KINDS = ("individual", "group", "org", "location")
KIND = Text(max_length=20, later=True, shown=False, choices=CONTACT_KINDS, usual="individual")
GRAMMATICAL_GENDER = Text(
    max_length=20,
    later=True,
    shown=False,
    choices=("animate", "common", "feminine", "inanimate", "masculine", "neuter"),
)
INTEREST_KIND = Text(max_length=20, shown=False, choices=("expertise", "hobby", "interest"))
INTEREST_LEVEL = Text(max_length=20, shown=False, choices=("low", "medium", "high"))
MAX_MEMBERS = 500
MAX_LANGUAGES = 20


def _names(head: str) -> Any:
    """Declare the values of a part of the name, which ``head`` has with blanks between them."""
    return member(Texts(each=NAME, max_values=10, head=head, joined=True))


@dataclass(frozen=True, kw_only=True)
class ListValue:
    """A value in a list: a stable id, a free label (``home``, ``work``), and whether it is the preferred one.

    The order of a list is that of preference. ``kinds`` are further labels of the same value: ``home`` and ``fax``.
    ``removed`` are later members that a client removes.
    """

    id: str = member(VALUE_ID)
    label: str = member(LABEL)
    primary: bool = member(Flag())
    extra: Extra = field(default_factory=dict, metadata=declared(Foreign()))
    kinds: tuple[str, ...] = member(Texts(each=LABEL, max_values=10, shown=False))
    removed: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, kw_only=True)
class TextValue(ListValue):
    """An e-mail address, URL or custom value, as typed."""

    value: str = member(VALUE)


@dataclass(frozen=True, kw_only=True)
class Phone(ListValue):
    """A phone number as typed; its E.164 form (ITU-T) if it is valid, and the digits of its extension if it has one.

    What was read of a value stays while the value does: see ``shared.domain.contacts.phones``.
    """

    value: str = member(VALUE)
    e164: str | None = member(E164, default=None)
    extension: str | None = member(EXTENSION, default=None)


@dataclass(frozen=True, kw_only=True)
class DateValue(ListValue):
    """An anniversary or another date to remember."""

    value: PartialDate = field(metadata=declared(Date(required=True)))


@dataclass(frozen=True, kw_only=True)
class Address(ListValue):
    """A postal address in the parts of vCard's ADR (RFC 6350 section 6.3.1), and those of RFC 9554 section 2.1.

    ``formatted`` is the address as it is written on a letter; ``coordinates`` is a ``geo:`` URI (RFC 5870).
    """

    street: str = member(LINES)
    extended: str = member(LINES)
    city: str = member(SHORT)
    region: str = member(SHORT)
    postal_code: str = member(SHORT)
    country: str = member(SHORT)
    po_box: str = member(LATER_SHORT)
    formatted: str = member(LATER_LINES)
    street_name: str = member(LATER_SHORT)
    street_number: str = member(LATER_SHORT)
    building: str = member(LATER_SHORT)
    block: str = member(LATER_SHORT)
    floor: str = member(LATER_SHORT)
    apartment: str = member(LATER_SHORT)
    room: str = member(LATER_SHORT)
    landmark: str = member(LATER_SHORT)
    direction: str = member(LATER_SHORT)
    subdistrict: str = member(LATER_SHORT)
    district: str = member(LATER_SHORT)
    country_code: str = member(COUNTRY_CODE)
    coordinates: str = member(COORDINATES)
    time_zone: str = member(ABOUT)


@dataclass(frozen=True, kw_only=True)
class Organization(ListValue):
    """An organization that the contact belongs to, with its departments, the largest first, job title and role."""

    name: str = member(SHORT)
    department: str = member(SHORT)
    title: str = member(SHORT)
    departments: tuple[str, ...] = member(Texts(each=SHORT, max_values=10, head="department"))
    role: str = member(LATER_SHORT)


@dataclass(frozen=True, kw_only=True)
class Relation(ListValue):
    """Somebody whom the contact is related to: by name, and as a contact of the same book if there is one.

    ``contact_id`` belongs to the name. ``inverse_id`` is the id of the relation at the other end, which points back:
    see ``shared.services.contacts.relations``.
    """

    value: str = member(VALUE)
    contact_id: str = member(CONTACT_ID)
    inverse_id: str | None = member(INVERSE_ID, default=None)


@dataclass(frozen=True, kw_only=True)
class Handle(ListValue):
    """A name in a messenger or social network: an address (URI), a user name, or both (RFC 9553 section 2.3.2)."""

    value: str = member(LONG)
    user_name: str = member(SHORT)
    service: str = member(SHORT)


@dataclass(frozen=True, kw_only=True)
class PersonalInfo(ListValue):
    """A field of expertise, a hobby or an interest, and how much of it (RFC 6715)."""

    value: str = member(VALUE)
    kind: str = member(INTEREST_KIND)
    level: str = member(INTEREST_LEVEL)


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """All details of a contact; each is optional, but ``shared.domain.contacts.rules`` requires some of them.

    ``removed`` are the later members that a client removes; others that it does not mention are kept.
    """

    first_name: str = member(NAME)
    middle_name: str = member(NAME)
    last_name: str = member(NAME)
    prefix: str = member(NAME)
    suffix: str = member(NAME)
    nickname: str = member(NAME)
    phonetic_first_name: str = member(NAME)
    phonetic_last_name: str = member(NAME)
    organizations: tuple[Organization, ...] = member(ListOf(values=Organization, searched="organization"))
    emails: tuple[TextValue, ...] = member(ListOf(values=TextValue, searched="email"))
    phones: tuple[Phone, ...] = member(ListOf(values=Phone, searched="phone"))
    addresses: tuple[Address, ...] = member(ListOf(values=Address, searched="place"))
    urls: tuple[TextValue, ...] = member(ListOf(values=TextValue, searched="other"))
    dates: tuple[DateValue, ...] = member(ListOf(values=DateValue))
    relations: tuple[Relation, ...] = member(ListOf(values=Relation, searched="relation"))
    custom: tuple[TextValue, ...] = member(ListOf(values=TextValue, searched="custom"))
    birthday: PartialDate | None = member(Date())
    notes: str = member(NOTES)
    favorite: bool = member(Flag())
    photo_url: str = member(LONG)
    extra: Extra = field(default_factory=dict, metadata=declared(Foreign()))
    kind: str = member(KIND)
    display_name: str = member(DISPLAY_NAME)
    nicknames: tuple[str, ...] = member(Texts(each=NAME, max_values=20, head="nickname", searched="name"))
    first_names: tuple[str, ...] = _names("first_name")
    middle_names: tuple[str, ...] = _names("middle_name")
    last_names: tuple[str, ...] = _names("last_name")
    prefixes: tuple[str, ...] = _names("prefix")
    suffixes: tuple[str, ...] = _names("suffix")
    second_last_name: str = member(LATER_NAME)
    generation: str = member(LATER_NAME)
    phonetic_middle_name: str = member(LATER_NAME)
    handles: tuple[Handle, ...] = member(ListOf(values=Handle, searched="handle", later=True))
    personal_info: tuple[PersonalInfo, ...] = member(ListOf(values=PersonalInfo, searched="other", later=True))
    members: tuple[str, ...] = member(Texts(each=LATER_SHORT, max_values=MAX_MEMBERS))
    birthday_text: str = member(BIRTHDAY_TEXT)
    birth_place: str = member(PLACE)
    anniversary: PartialDate | None = member(Date(later=True))
    death_date: PartialDate | None = member(Date(later=True))
    death_place: str = member(PLACE)
    gender: str = member(ABOUT)
    grammatical_gender: str = member(GRAMMATICAL_GENDER)
    pronouns: str = member(ABOUT)
    language: str = member(LANGUAGE)
    languages: tuple[str, ...] = member(Texts(each=LANGUAGE, max_values=10, shown=False))
    time_zone: str = member(ABOUT)
    coordinates: str = member(ABOUT)
    localizations: Localizations = field(default_factory=dict, metadata=declared(Translations()))
    removed: frozenset[str] = field(default=frozenset(), compare=False)


VALUE_TYPES: Mapping[str, type[ListValue]] = {
    name: kind.values for name, kind in members_of(ContactDetails).items() if isinstance(kind, ListOf)
}
"""The lists in the details, in order, and the class of their values."""


def own_members(value_type: type) -> Mapping[str, Member]:
    """Return the members of a value in a list, without those that every value has."""
    return {name: kind for name, kind in members_of(value_type).items() if name not in members_of(ListValue)}
