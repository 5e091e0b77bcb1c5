"""The trash, where deleted contacts go, and from where they come back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.retention import is_gone
from shared.domain.errors import (
    BookBusyError,
    BookFullError,
    ContactNotFoundError,
    FieldProblem,
    InvalidInputError,
    OutcomeUnknownError,
    PreconditionFailedError,
    StoreUnavailableError,
)
from shared.services.books.writer import BookWriter, Plan
from shared.services.contacts.tagged import AllowedVersions, TaggedContact, edited, live_contact
from shared.services.ports.commits import ContactWrite

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.labels import Labels
    from shared.services.contacts.label_history import LabelHistory
    from shared.services.contacts.relations import Relations
    from shared.services.contacts.tagging import Tagging
    from shared.services.contacts.versions import Versions
    from shared.services.ports.books import BookState

RAISES = (BookBusyError, BookFullError, OutcomeUnknownError, StoreUnavailableError)


class Trash:
    """Moves contacts to the trash of their book. ``actor`` is the account that does it."""

    def __init__(self, writer: BookWriter, relations: Relations, *, now: Callable[[], datetime]) -> None:
        self._writer = writer
        self._relations = relations
        self._now = now

    def put(self, book_id: str, contact_id: str, *, actor: str, allowed: AllowedVersions = None) -> None:
        """Put a contact in the trash, so that it is no longer found or listed. Raises what ``ContactWriter`` raises.

        Relations of others that point to it keep its name only.
        """
        now = self._now()

        def decide(state: BookState) -> Plan:
            current = live_contact(state, contact_id, allowed).contact
            trashed = replace(current, trashed_at=now, updated_at=now)
            write = ContactWrite(kind=ChangeKind.TRASHED, contact=trashed, previous=current)
            return Plan(writes=self._relations.completed(state, (write,), at=now, is_asked=False))

        self._writer.write(
            book_id, actor=actor, at=now, contact_ids=[contact_id], labels=allowed is not None, decide=decide
        )


class Restorer:
    """Brings contacts back from the trash, or to a previous version. ``actor`` is the account that does it."""

    def __init__(
        self,
        writer: BookWriter,
        versions: Versions,
        relations: Relations,
        tagging: Tagging,
        label_history: LabelHistory,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._writer = writer
        self._versions = versions
        self._tagging = tagging
        self._label_history = label_history
        self._relations = relations
        self._now = now

    def restore(
        self,
        book_id: str,
        contact_id: str,
        *,
        actor: str,
        revision: int | None = None,
        allowed: AllowedVersions = None,
    ) -> TaggedContact:
        """Return a contact that is live, with the contents that ``revision`` made, or the latest ones.

        If it is that already, nothing is written. A previous version gets labels back that have been removed since; a
        contact from the trash does not. Relations are kept at both ends where that is possible.

        Raises ContactNotFoundError, also for a contact that was in the trash for too long, PreconditionFailedError,
        InvalidInputError if the contact has no such version, or none any more, or if the book has no room for its
        labels, and what ``BookWriter.write`` raises.
        """
        now = self._now()

        def find(state: BookState) -> TaggedContact:
            return _known_contact(state, contact_id, allowed, now)

        def plan(state: BookState, current: TaggedContact) -> Plan:
            contact = current.contact
            version = contact if revision is None else self._version(book_id, contact, revision, now)
            if contact.trashed_at is None and _has_same_contents(version, contact):
                return Plan(writes=())
            label_ids, labels = self._labels_of(state, version, is_previous=revision is not None)
            restored = replace(contact, document=version.document, label_ids=label_ids, trashed_at=None, updated_at=now)
            write = ContactWrite(kind=ChangeKind.RESTORED, contact=restored, previous=contact)
            return Plan(writes=self._relations.completed(state, (write,), at=now, is_asked=False), labels=labels)

        return edited(self._writer, book_id, contact_id, actor=actor, at=now, find=find, plan=plan)

    def _labels_of(
        self, state: BookState, version: Contact, *, is_previous: bool
    ) -> tuple[tuple[str, ...], Labels | None]:
        """Return the label ids that a version is restored with, and the labels of the book if they change."""
        labels = state.labels
        known = tuple(label_id for label_id in labels.current_ids(version.label_ids) if label_id in labels.names)
        if not is_previous:
            return known, None
        past = self._label_history.including(state.book.id, labels, version.label_ids)
        gone = [past.names[one] for one in past.current_ids(version.label_ids) if one in past.names.keys() - known]
        if not gone:
            return known, None
        label_ids, changed = self._tagging.labels_for(state, {version.id: [*labels.names_of(known), *gone]})
        return label_ids[version.id], changed

    def _version(self, book_id: str, contact: Contact, revision: int, now: datetime) -> Contact:
        version = self._versions.find(book_id, contact, revision, now=now)
        if version is None:
            detail = "The contact has no version with this revision, or none any more."
            raise InvalidInputError(FieldProblem(pointer="/revision", code="no_such_version", detail=detail))
        return version


def _has_same_contents(one: Contact, other: Contact) -> bool:
    return one.document == other.document and one.label_ids == other.label_ids


def _known_contact(state: BookState, contact_id: str, allowed: AllowedVersions, now: datetime) -> TaggedContact:
    """Return a contact, live or in the trash, for a change that may start from the ``allowed`` versions."""
    contact = state.contacts.get(contact_id)
    if contact is None or is_gone(contact, now):
        raise ContactNotFoundError("there is no such contact")
    current = TaggedContact.of(contact, state.labels)
    if allowed is not None and current.version not in allowed:
        raise PreconditionFailedError(current.version)
    return current
