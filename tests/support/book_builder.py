"""A builder that writes contacts directly into a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from shared.domain.books import MAX_CONTACTS, Book
from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.documents import to_document
from shared.domain.label_changes import LabelsChange
from shared.domain.labels import Labels
from shared.domain.operations import Operation
from shared.services.ports.books import BookReader, BookStore
from shared.services.ports.commits import Commit, ContactWrite
from shared.services.ports.operations import OperationWrite
from shared.services.ports.receipts import Receipt

NOON = datetime(2026, 5, 17, 12, tzinfo=UTC)
_NUMBERS = count(1)


def new_contact(first_name: str = "Ada", *, label_ids: tuple[str, ...] = ()) -> Contact:
    """Return a contact with a new id, which is in no book yet."""
    document = to_document(ContactDetails(first_name=first_name))
    contact_id = f"01{next(_NUMBERS):024}"
    return Contact(id=contact_id, revision=0, document=document, label_ids=label_ids, created_at=NOON, updated_at=NOON)


def live_contact(store: BookReader, book_id: str, contact_id: str) -> Contact | None:
    """Return a contact as the store has it; None if there is none, or if it is in the trash."""
    contact = store.load(book_id, [contact_id]).contacts.get(contact_id)
    return contact if contact and not contact.trashed_at else None


def creation(contact: Contact) -> ContactWrite:
    """Return the write that creates a contact."""
    return ContactWrite(kind=ChangeKind.CREATED, contact=contact)


def update(previous: Contact, **details: Any) -> ContactWrite:
    """Return the write that changes these details of a contact."""
    contact = replace(previous, document=to_document(replace(previous.details, **details)))
    return ContactWrite(kind=ChangeKind.UPDATED, contact=contact, previous=previous)


def trashing(previous: Contact) -> ContactWrite:
    """Return the write that puts a contact in the trash."""
    return ContactWrite(kind=ChangeKind.TRASHED, contact=replace(previous, trashed_at=NOON), previous=previous)


def restoring(previous: Contact) -> ContactWrite:
    """Return the write that takes a contact out of the trash."""
    return ContactWrite(kind=ChangeKind.RESTORED, contact=replace(previous, trashed_at=None), previous=previous)


def purging(previous: Contact) -> ContactWrite:
    """Return the write that removes a contact for good."""
    return ContactWrite(kind=ChangeKind.PURGED, contact=previous, previous=previous)


def commit_of(
    base: Book,
    *writes: ContactWrite,
    labels: Labels | None = None,
    labels_change: LabelsChange | None = None,
    receipt: Receipt | None = None,
    at: datetime = NOON,
    operation: OperationWrite | None = None,
    max_contacts: int = MAX_CONTACTS,
) -> Commit:
    """Return a commit of writes, whose revisions follow the base."""
    numbered = tuple(write.at_revision(base.revision + number) for number, write in enumerate(writes, start=1))
    return Commit(
        commit_id=f"commit-{next(_NUMBERS)}",
        actor="actor",
        at=at,
        base=base,
        writes=numbered,
        labels=labels,
        labels_change=labels_change,
        receipt=receipt,
        operation=operation,
        max_contacts=max_contacts,
    )


def new_operation(kind: str = "example") -> Operation:
    """Return an operation with a new id, which is in no book yet."""
    return Operation(id=f"01{next(_NUMBERS):024}", kind=kind, actor="actor", created_at=NOON, updated_at=NOON)


class BookBuilder:
    """A writer to one book, always based on its latest revision."""

    def __init__(self, store: BookStore, book: Book) -> None:
        self.store = store
        self.book = book

    def write(
        self, *writes: ContactWrite, labels: Labels | None = None, labels_change: LabelsChange | None = None
    ) -> tuple[Contact, ...]:
        """Commit writes, and changes of labels, and return the contacts as they are stored."""
        commit = commit_of(self.store.load(self.book.id).book, *writes, labels=labels, labels_change=labels_change)
        self.store.commit(commit)
        self.book = commit.result
        return tuple(write.contact for write in commit.writes)

    def create(self, *first_names: str) -> tuple[Contact, ...]:
        """Store a contact for each first name, all in one commit."""
        return self.write(*(creation(new_contact(first_name)) for first_name in first_names))

    def add(self, first_name: str = "Ada") -> Contact:
        """Store one contact."""
        return self.create(first_name)[0]

    def update(self, contact: Contact, **details: Any) -> Contact:
        """Change these details of a contact, and return it as it is stored."""
        return self.write(update(contact, **details))[0]

    def trash(self, contact: Contact) -> Contact:
        """Put a contact in the trash, and return it as it is stored."""
        return self.write(trashing(contact))[0]
