"""A book that people live with, which can be taken back to any moment, and a record of what it was like."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

from shared.adapters.memory.history_eraser import MemoryHistoryEraser
from shared.domain.contacts.contact import Contact, ContactDraft
from shared.domain.contacts.details import ContactDetails, Relation
from shared.domain.contacts.relations import name_only
from shared.domain.errors import LabelExistsError
from shared.domain.labels import Label
from shared.domain.moments import Moment
from shared.domain.operations import Operation, OperationKind
from shared.services.contacts.label_removal import LabelRemoval, LabelRemover
from shared.services.contacts.labelling import LabelWriter
from shared.services.contacts.past.labels import PastLabels
from shared.services.contacts.past.moments import PastMoments
from shared.services.contacts.past.preview import Preview, RestorePreviews
from shared.services.contacts.past.restore_task import BookRestoring
from shared.services.contacts.past.restoring import BookRestorer
from shared.services.contacts.purging import Purging, TrashPurger
from shared.services.contacts.relations import Relations
from shared.services.contacts.tagging import Tagging
from shared.services.contacts.undo_task import Undoing
from shared.services.ports.books import BookStore
from shared.services.ports.operations import OperationStore
from shared.services.timing import Timing
from tests.support.address_books import AddressBook
from tests.support.fakes import FakePhoneNumbers
from tests.support.task_world import BOOK, Fated
from tests.support.undo_world import UndoWorld

ME = "somebody"
Look = tuple[dict[str, Any], tuple[str, ...], bool]
"""The members of a contact as a client sees them, its tags, and whether it is live."""


@dataclass(frozen=True)
class Snapshot:
    """All that clients see of a book at a revision, but for revisions and times; ``at`` is when it was made."""

    revision: int
    at: datetime
    contacts: dict[str, Look]
    labels: dict[str, Label]

    def without(self, purged: set[str]) -> Snapshot:
        """Return the snapshot without contacts that are gone for good: what pointed to them is a name.

        One in the trash is left as it is: it has no relations until it comes back.
        """
        contacts = {
            each: (_without_links(members, purged) if is_live else members, tags, is_live)
            for each, (members, tags, is_live) in self.contacts.items()
            if each not in purged
        }
        return replace(self, contacts=contacts)


def _without_links(members: dict[str, Any], purged: set[str]) -> dict[str, Any]:
    values = [name_only(one) if one.get("contact_id") in purged else one for one in members.get("relations", ())]
    return {**members, "relations": values} if values else members


class PastWorld(UndoWorld):
    """A world of tasks with all that one does to contacts and labels, and a restorer of the book."""

    def __post_init__(self) -> None:
        super().__post_init__()
        store = cast(BookStore, Fated(self.books, self))
        operations = cast(OperationStore, Fated(self.operations, self))
        timing = Timing(monotonic=lambda: self.clock().timestamp(), wait=self._wait, jitter=lambda: 1.0)
        self.address_book = AddressBook.over(
            self.books, FakePhoneNumbers(), timing=timing, now=self.clock, new_id=self.new_id
        )
        tagging = Tagging(self.books, new_id=self.new_id)
        self.labels = LabelWriter(self.books, self.writer, tagging, now=self.clock, new_id=self.new_id)
        self.label_remover = LabelRemover(self.books, self.starter)
        self.purger = TrashPurger(self.books, self.starter, now=self.clock)
        relations = Relations(store, new_value_id=self.new_id)
        past_labels = PastLabels(store)
        moments = PastMoments(store, now=self.clock, timing=timing)
        previews = RestorePreviews(store, past_labels, now=self.clock)
        self.restorer = BookRestorer(store, operations, self.starter, moments, past_labels, previews)
        eraser = MemoryHistoryEraser(self.database)
        self.tasks |= {
            OperationKind.UNDO: lambda: Undoing(store, relations, now=self.clock),
            OperationKind.RESTORE_BOOK: lambda: BookRestoring(store, past_labels, relations, now=self.clock),
            OperationKind.DELETE_LABEL: lambda: LabelRemoval(store, lambda _book_id, _label_id: None, now=self.clock),
            OperationKind.MERGE_LABELS: lambda: LabelRemoval(store, lambda _book_id, _label_id: None, now=self.clock),
            OperationKind.ERASE_CONTACT: lambda: Purging(store, eraser, self.photos),
        }

    @property
    def revision(self) -> int:
        return self.books.load(BOOK.id).book.revision

    def pass_time(self, seconds: float = 60) -> None:
        self.clock.advance(timedelta(seconds=seconds))

    def add(self, name: str = "Ada", *tags: str, relations: tuple[Relation, ...] = ()) -> str:
        draft = ContactDraft(details=ContactDetails(first_name=name, relations=relations), tags=tags)
        return self.address_book.writer.add(BOOK.id, draft, actor=ME).contact.id

    def edit(self, contact_id: str, *, tags: tuple[str, ...] | None = None, **details: Any) -> None:
        def edited(current: Any) -> ContactDraft:
            kept = current.tags if tags is None else tags
            return ContactDraft(details=replace(current.contact.details, **details), tags=kept)

        self.address_book.writer.revise(BOOK.id, contact_id, edited, actor=ME)

    def put_in_trash(self, contact_id: str) -> None:
        self.address_book.trash.put(BOOK.id, contact_id, actor=ME)

    def bring_back(self, contact_id: str, revision: int | None = None) -> None:
        self.address_book.restorer.restore(BOOK.id, contact_id, actor=ME, revision=revision)

    def purge(self, contact_id: str) -> None:
        self.purger.erase(BOOK.id, contact_id, actor=ME)
        self.drain()

    def put_label(self, name: str, color: str | None, label_id: str | None = None) -> None:
        """Create a label, or change one; nothing if another one has the name."""
        label = Label(name=name, color=color)
        try:
            if label_id is None:
                self.labels.create(BOOK.id, label, actor=ME)
            else:
                self.labels.update(BOOK.id, label_id, lambda _: label, actor=ME)
        except LabelExistsError:
            pass

    def remove_label(self, label_id: str, into: str | None = None) -> None:
        if into is None:
            self.label_remover.delete(BOOK.id, label_id, actor=ME)
        else:
            self.label_remover.merge(BOOK.id, label_id, into, actor=ME)
        self.drain()

    def contact(self, contact_id: str) -> Contact:
        return self.books.load(BOOK.id, [contact_id]).contacts[contact_id]

    def preview(self, moment: Moment) -> Preview:
        return self.restorer.preview(BOOK.id, moment)

    def restore(self, moment: Moment) -> Operation:
        operation = self.restorer.restore(BOOK.id, moment, actor=ME)
        self.drain()
        return self.found(operation)

    def snapshot(self) -> Snapshot:
        labels = self.books.get_labels(BOOK.id)
        known = {label_id: label for label_id in labels.names if (label := labels.get(label_id))}
        contacts = {
            contact.id: (dict(contact.document.members), labels.names_of(contact.label_ids), contact.trashed_at is None)
            for contact in self.books.list_by_id(BOOK.id, limit=1_000)
        }
        return Snapshot(revision=self.revision, at=self.clock(), contacts=contacts, labels=known)
