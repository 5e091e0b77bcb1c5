"""A contact: its details as clients write them, and its state in a book."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from shared.domain.contacts.documents import from_document, to_document
from shared.domain.ids import uid_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from shared.domain.contacts.details import ContactDetails
    from shared.domain.contacts.documents import Document
    from shared.domain.label_changes import LabelsChange
    from shared.domain.partial_dates import PartialDate


@dataclass(frozen=True, kw_only=True)
class ContactDraft:
    """Details and tags that have been read from a request but not stored."""

    details: ContactDetails
    tags: tuple[str, ...] = ()

    @cached_property
    def document(self) -> Document:
        """The details as a document."""
        return to_document(self.details)

    def in_place_of(self, contact: Contact, tags: Sequence[str]) -> ContactDraft:  # noqa: ARG002 - see below
        """Return what a contact with these tags becomes when the draft takes its place: the draft.

        One that was made of a form in which not all of a contact can be said returns what has the rest, too.
        """
        return self


EARLIER_REVISIONS = 10
"""How many states before its own a contact knows by their revisions, so that its history is read in few steps."""


@dataclass(frozen=True, kw_only=True, init=False)
class Contact:
    """A contact as it is stored in its book. ``revision`` is the book's revision that wrote this state.

    ``earlier`` are the revisions of the states before it, latest first, up to EARLIER_REVISIONS. Its details are kept
    as the stored document, which is all that is needed to return a contact.
    """

    id: str
    revision: int
    document: Document
    label_ids: tuple[str, ...] = ()
    created_at: datetime
    updated_at: datetime
    trashed_at: datetime | None = None
    earlier: tuple[int, ...] = ()

    def __init__(
        self,
        *,
        id: str,  # noqa: A002 - the names of the members
        revision: int,
        document: Document,
        label_ids: tuple[str, ...] = (),
        created_at: datetime,
        updated_at: datetime,
        trashed_at: datetime | None = None,
        earlier: tuple[int, ...] = (),
    ) -> None:
        """Set all members at once; what is generated for a frozen class takes twice as long, a hundred times a page."""
        members = {
            "id": id,
            "revision": revision,
            "document": document,
            "label_ids": label_ids,
            "created_at": created_at,
            "updated_at": updated_at,
            "trashed_at": trashed_at,
            "earlier": earlier,
        }
        object.__setattr__(self, "__dict__", members)

    @property
    def uid(self) -> str:
        """The identifier of the contact across systems; it never changes."""
        return uid_of(self.id)

    @cached_property
    def details(self) -> ContactDetails:
        """The details in the document."""
        return from_document(self.document)

    @property
    def birthday(self) -> PartialDate | None:
        """The birthday in the document, without parsing the rest."""
        return self.document.birthday


class ChangeKind(StrEnum):
    """What a change did to a contact."""

    CREATED = "created"
    UPDATED = "updated"
    TRASHED = "trashed"
    RESTORED = "restored"
    PURGED = "purged"


STORING = frozenset(ChangeKind) - {ChangeKind.PURGED}
"""The kinds of change after which the contact is stored, live or in the trash; any other may have erased it."""

LABELS_CHANGED = "labels_changed"
"""The kind of a change of labels alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry of a book's history: what kind of change a ``revision`` made to a contact, and by whom.

    ``previous`` is the state that it replaced. ``labels`` is what it changed about labels besides creating some; then
    there may be no contact. ``kind`` may be one that only newer code knows. ``commit_id`` names the attempt to write
    it; ``operation_id`` the operation that it belongs to, if that has an item of its own.
    """

    revision: int
    contact_id: str | None
    kind: str
    commit_id: str
    actor: str
    at: datetime
    previous: Contact | None = None
    operation_id: str | None = None
    labels: LabelsChange | None = None

    @property
    def operation(self) -> str:
        """The id of the operation that the change belongs to: ``r`` and the revision if it stands alone."""
        return self.operation_id or f"r{self.revision}"
