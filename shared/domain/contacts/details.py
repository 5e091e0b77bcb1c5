"""What is known of a person or an organization."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.domain.partial_dates import PartialDate

Extra = Mapping[str, Any]
"""Foreign properties and parameters, kept verbatim as JSON for round trips with other formats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListValue:
    """What every value in a list has: a stable id, a free label (``home``, ``work``), whether it is preferred."""

    id: str = ""
    label: str = ""
    primary: bool = False
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextValue(ListValue):
    """An e-mail address, URL, relation or custom value, as typed."""

    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone(ListValue):
    """A phone number as typed, and in E.164 form (ITU-T) when it could be read."""

    value: str = ""
    e164: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateValue(ListValue):
    """An anniversary or another date to remember."""

    value: PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(ListValue):
    """A postal address in the parts of vCard's ADR (RFC 6350 section 6.3.1)."""

    street: str = ""
    extended: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(ListValue):
    """Where somebody works, and as what."""

    name: str = ""
    department: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDetails:
    """Everything that a contact says; all of it optional, but see ``shared.domain.contacts.rules``."""

    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    prefix: str = ""
    suffix: str = ""
    nickname: str = ""
    phonetic_first_name: str = ""
    phonetic_last_name: str = ""
    organizations: tuple[Organization, ...] = ()
    emails: tuple[TextValue, ...] = ()
    phones: tuple[Phone, ...] = ()
    addresses: tuple[Address, ...] = ()
    urls: tuple[TextValue, ...] = ()
    dates: tuple[DateValue, ...] = ()
    relations: tuple[TextValue, ...] = ()
    custom: tuple[TextValue, ...] = ()
    birthday: PartialDate | None = None
    notes: str = ""
    favorite: bool = False
    photo_url: str = ""
    extra: Extra = field(default_factory=dict)


NAME_FIELDS = (
    "first_name",
    "middle_name",
    "last_name",
    "prefix",
    "suffix",
    "nickname",
    "phonetic_first_name",
    "phonetic_last_name",
)
LIST_FIELDS = ("organizations", "emails", "phones", "addresses", "urls", "dates", "relations", "custom")
