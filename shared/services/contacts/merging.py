"""Merging contacts: one is kept and gets what the others have, and the others go to the trash, all at once."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind, ContactDraft
from shared.domain.contacts.documents import Document, encode
from shared.domain.contacts.list_values import with_value_ids
from shared.domain.contacts.merging import merged_members
from shared.domain.contacts.rules import checked, readable_details
from shared.domain.errors import (
    BookBusyError,
    BookFullError,
    FieldProblem,
    InvalidInputError,
    OutcomeUnknownError,
    PreconditionFailedError,
    StoreUnavailableError,
)
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.books.writer import BookWriter, Plan
from shared.services.contacts.tagged import TaggedContact
from shared.services.idempotency import carried_out_once, receipt_of
from shared.services.ports.commits import ContactWrite
from shared.services.ports.operations import OperationWrite

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.contacts.contact import Contact
    from shared.services.contacts.reading import ContactReader
    from shared.services.contacts.relations import Relations
    from shared.services.contacts.stored_photos import StoredPhotos
    from shared.services.ports.books import BookState, BookStore
    from shared.services.ports.receipts import Receipt

RAISES = (BookBusyError, BookFullError, OutcomeUnknownError, PreconditionFailedError, StoreUnavailableError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What to merge: contacts by id, each with the versions that it may be in; the one that is kept; and choices.

    ``choices`` name the contact that a member is taken from. ``content`` is the request as canonical JSON.
    """

    versions: Mapping[str, Container[str]]
    kept_id: str
    choices: Mapping[str, str]
    content: str

    @property
    def ids(self) -> Sequence[str]:
        """All ids, the one that is kept first, the others in the order of the request."""
        return [self.kept_id, *(each for each in self.versions if each != self.kept_id)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The contact that is left, and the operation that did it."""

    contact: TaggedContact
    operation_id: str


class ContactMerger:
    """Merges contacts of one book. ``actor`` is the account that does it."""

    def __init__(
        self,
        store: BookStore,
        writer: BookWriter,
        reader: ContactReader,
        relations: Relations,
        photos: StoredPhotos,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
        new_value_id: Callable[[], str],
    ) -> None:
        self._store = store
        self._writer = writer
        self._reader = reader
        self._relations = relations
        self._photos = photos
        self._now = now
        self._new_id = new_id
        self._new_value_id = new_value_id

    def merge(self, book_id: str, merge: Merge, *, actor: str, idempotency_key: str | None = None) -> Merged:
        """Merge contacts in one transaction: one operation of one change for each of them.

        Nothing is merged unless every contact is in one of its versions. A second call with the same key and content
        within 24 hours does nothing, and returns the contact as it is then.

        Raises InvalidInputError for contacts that there are not, and for a merged contact that breaks a rule,
        PreconditionFailedError, IdempotencyKeyReusedError, ContactNotFoundError if the contact of the first call has
        been deleted since, and what ``BookWriter.write`` raises.
        """
        operation = self._operation(merge, actor)
        now = operation.created_at
        if idempotency_key is None:
            return self._carry_out(book_id, merge, operation, None)
        receipt = receipt_of(book_id, idempotency_key, merge.content, made_id=operation.id, now=now)
        return carried_out_once(
            self._store,
            receipt,
            lambda: self._carry_out(book_id, merge, operation, receipt),
            refusals=(InvalidInputError, PreconditionFailedError),
            again=lambda made_id: Merged(contact=self._reader.get(book_id, merge.kept_id), operation_id=made_id),
            at=now,
        )

    def _operation(self, merge: Merge, actor: str) -> Operation:
        """Return the operation, which has ended as soon as it is there."""
        now = self._now()
        kept_id, *others = merge.ids
        return Operation(
            id=self._new_id(),
            kind=OperationKind.MERGE_CONTACTS,
            actor=actor,
            created_at=now,
            updated_at=now,
            state=OperationState.DONE,
            parameters={"kept": kept_id, "merged": others},
            done=len(merge.ids),
            total=len(merge.ids),
        )

    def _carry_out(self, book_id: str, merge: Merge, operation: Operation, receipt: Receipt | None) -> Merged:
        now = operation.created_at

        def decide(state: BookState) -> Plan:
            contacts = _current(state, merge)
            kept, *others = contacts
            every = tuple(label for contact in contacts for label in contact.label_ids)
            labels = tuple(sorted(set(state.labels.current_ids(every))))
            document = self._document_of(contacts, merge.choices, state.labels.names_of(labels))
            self._photos.share(book_id, document, to=kept.id, among=merge.ids)  # whether or not the plan is carried out
            changed = replace(kept, document=document, label_ids=labels, updated_at=now)
            trashed = [replace(other, trashed_at=now, updated_at=now) for other in others]
            update = ContactWrite(kind=ChangeKind.UPDATED, contact=changed, previous=kept)
            # First, the others' relations become free, so that those of the kept contact take them over at both ends.
            writes = self._relations.completed(
                state, (*map(_trashing, trashed, others), update), at=now, is_asked=False
            )
            return Plan(writes=writes, receipt=receipt, operation=OperationWrite(after=operation))

        written = self._writer.write(
            book_id, actor=operation.actor, at=now, contact_ids=merge.ids, labels=True, decide=decide
        )
        contact = next(each for each in written.contacts if each.id == merge.kept_id)
        return Merged(contact=TaggedContact.of(contact, written.labels), operation_id=operation.id)

    def _document_of(self, contacts: Sequence[Contact], choices: Mapping[str, str], tags: tuple[str, ...]) -> Document:
        """Return the document of the merged contact. Raises InvalidInputError if it breaks a rule of contacts."""
        members = merged_members(contacts, choices)
        document = Document.of(with_value_ids(members, contacts[0].document.members, self._new_value_id))
        try:
            checked(ContactDraft(details=readable_details(document), tags=tags))
        except InvalidInputError as error:
            raise InvalidInputError(*map(_of_merged, error.problems)) from error
        return document


def _trashing(trashed: Contact, previous: Contact) -> ContactWrite:
    return ContactWrite(kind=ChangeKind.TRASHED, contact=trashed, previous=previous)


def _current(state: BookState, merge: Merge) -> Sequence[Contact]:
    """Return the contacts, the one that is kept first.

    Raises InvalidInputError naming all that there are not, and PreconditionFailedError for the first one that is not in
    a version that the request allows.
    """
    live = {each: one for each, one in state.contacts.items() if one.trashed_at is None}
    missing = [place for place, contact_id in enumerate(merge.versions) if contact_id not in live]
    if missing:
        raise InvalidInputError(*map(_missing, missing))
    for contact_id, allowed in merge.versions.items():
        version = TaggedContact.of(live[contact_id], state.labels).version
        if version not in allowed:
            raise PreconditionFailedError(version, contact_id=contact_id)
    return [live[contact_id] for contact_id in merge.ids]


def _missing(place: int) -> FieldProblem:
    return FieldProblem(
        pointer=f"/contacts/{place}/id", code="unknown_contact", detail="There is no such contact in this book."
    )


def _of_merged(problem: FieldProblem) -> FieldProblem:
    """Return a problem of the merged contact as one of the request, which names several contacts."""
    where = f"{problem.pointer}: " if problem.pointer else ""
    return FieldProblem(pointer="/contacts", code=problem.code, detail=f"The merged contact: {where}{problem.detail}")


def canonical(contacts: Sequence[Mapping[str, str]], kept_id: str, choices: Mapping[str, str]) -> str:
    """Return a merge as JSON that is the same for the same request."""
    return encode({"merge": contacts, "keep": kept_id, "fields": dict(sorted(choices.items()))})
