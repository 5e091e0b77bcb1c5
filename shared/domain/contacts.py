"""A contact: what is known of a person or an organization, and the version that a book holds of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from shared.domain.ids import uid_of

if TYPE_CHECKING:
    from datetime import datetime

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
    """Everything that a contact says; all of it optional, but see ``shared.domain.contact_rules``."""

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


LIST_FIELDS = ("organizations", "emails", "phones", "addresses", "urls", "dates", "relations", "custom")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """What a client wants a contact to be: its details, and its tags by name."""

    details: ContactDetails
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One version of a contact as its book holds it. ``revision`` is the book's revision that wrote this version."""

    id: str
    revision: int
    details: ContactDetails
    label_ids: tuple[str, ...] = ()
    created_at: datetime
    updated_at: datetime
    trashed_at: datetime | None = None

    @property
    def uid(self) -> str:
        """The identity that travels with the card between systems; never changes."""
        return uid_of(self.id)


class ChangeKind(StrEnum):
    """What a change did to a contact."""

    CREATED = "created"
    UPDATED = "updated"
    TRASHED = "trashed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry of a book's history: revision ``revision`` did ``kind`` to a contact.

    ``previous`` is the version it replaced.
    """

    revision: int
    contact_id: str
    kind: ChangeKind
    operation_id: str
    actor: str
    at: datetime
    previous: Contact | None = None
