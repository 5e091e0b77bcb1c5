"""A contact: what is known of a person or an organization, and the version that a book holds of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from shared.domain.contacts.documents import from_document, to_document
from shared.domain.ids import uid_of

if TYPE_CHECKING:
    from datetime import datetime

    from shared.domain.contacts.details import ContactDetails
    from shared.domain.contacts.documents import Document
    from shared.domain.partial_dates import PartialDate


@dataclass(frozen=True, kw_only=True)
class ContactDraft:
    """What a client wants a contact to be: its details, and its tags by name."""

    details: ContactDetails
    tags: tuple[str, ...] = ()

    @cached_property
    def document(self) -> Document:
        """The details as a document."""
        return to_document(self.details)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One version of a contact as its book holds it. ``revision`` is the book's revision that wrote this version.

    It holds its details as the document that is stored: who only shows a contact has no need of more.
    """

    id: str
    revision: int
    document: Document
    label_ids: tuple[str, ...] = ()
    created_at: datetime
    updated_at: datetime
    trashed_at: datetime | None = None

    @property
    def uid(self) -> str:
        """The identity that travels with the card between systems; never changes."""
        return uid_of(self.id)

    @cached_property
    def details(self) -> ContactDetails:
        """What the document says."""
        return from_document(self.document)

    @property
    def birthday(self) -> PartialDate | None:
        """The same of the birthday alone."""
        return self.document.birthday


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
