"""Batches over a book in memory whose calls meet blows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails
from shared.domain.operations import Operation
from shared.services.books.writer import BookWriter
from shared.services.contacts.batches.items import Action, Batch, BatchItem, Success
from shared.services.contacts.batches.planning import BatchPlanner
from shared.services.contacts.batches.running import Batches, BatchResult
from shared.services.contacts.relations import Relations
from shared.services.contacts.tagged import AllowedVersions, TaggedContact
from shared.services.ports.books import BookStore
from shared.services.ports.operations import OperationStore
from shared.services.timing import Timing
from tests.support.fakes import FakePhoneNumbers
from tests.support.task_world import BOOK, Fated, TaskWorld


def draft(name: str, notes: str = "", tags: tuple[str, ...] = ()) -> ContactDraft:
    """Return the draft of a contact."""
    return ContactDraft(details=ContactDetails(first_name=name, notes=notes), tags=tags)


def create(name: str, tags: tuple[str, ...] = ()) -> BatchItem:
    """Return an item that creates a contact."""
    return BatchItem(action=Action.CREATE, draft=draft(name, tags=tags))


def note(contact_id: str, text: str, allowed: AllowedVersions = None) -> BatchItem:
    """Return an item that appends to the notes of a contact: carried out twice, it shows."""

    def revise(current: TaggedContact) -> ContactDraft:
        details = current.contact.details
        return draft(details.first_name, details.notes + text, current.tags)

    return BatchItem(action=Action.PATCH, contact_id=contact_id, revise=revise, allowed=allowed)


def replacement(contact_id: str, name: str, allowed: AllowedVersions = None) -> BatchItem:
    """Return an item that replaces a contact."""
    return BatchItem(action=Action.REPLACE, contact_id=contact_id, draft=draft(name), allowed=allowed)


def deletion(contact_id: str, allowed: AllowedVersions = None) -> BatchItem:
    """Return an item that puts a contact in the trash."""
    return BatchItem(action=Action.DELETE, contact_id=contact_id, allowed=allowed)


@dataclass
class BatchWorld:
    """Everything that batches need."""

    world: TaskWorld = field(default_factory=TaskWorld)
    max_contacts: int = 1_000

    def __post_init__(self) -> None:
        world = self.world
        store = cast(BookStore, Fated(world.books, world))
        timing = Timing(monotonic=lambda: world.clock().timestamp(), wait=self._wait, jitter=lambda: 1.0)
        planner = BatchPlanner(
            store,
            Relations(store, new_value_id=world.new_id),
            FakePhoneNumbers(),
            new_value_id=world.new_id,
            max_contacts=self.max_contacts,
        )
        self.batches = Batches(
            cast(OperationStore, Fated(world.operations, world)),
            BookWriter(store, timing=timing, new_commit_id=world.new_id),
            planner,
            timing=timing,
            now=world.clock,
            new_id=world.new_id,
        )

    def _wait(self, seconds: float) -> None:
        self.world.clock.advance(timedelta(seconds=seconds))

    def send(self, *items: BatchItem, key: str | None = None, all_or_nothing: bool = False) -> BatchResult:
        """Carry out a batch of these items, and return its result."""
        content = " ".join(f"{item.action} {item.contact_id}" for item in items)
        batch = Batch(items=items, all_or_nothing=all_or_nothing, content=content)
        return self.batches.carry_out(BOOK.id, batch, actor="actor", idempotency_key=key)

    @property
    def contents(self) -> list[tuple[str, str]]:
        """The names and notes of all live contacts, in order."""
        found = self.world.books.list_by_id(BOOK.id, limit=1_000)
        details = [contact.details for contact in found if contact.trashed_at is None]
        return sorted((each.first_name, each.notes) for each in details)

    @property
    def operations(self) -> list[Operation]:
        """Return the operations of the book, latest first."""
        return list(self.world.operations.list_latest(BOOK.id, limit=100))


def outcomes(result: BatchResult) -> list[str]:
    """Return what became of the items, in words."""
    found = [item.outcome for item in result.items]
    return [one.value if isinstance(one, Success) else type(one).__name__ for one in found]
