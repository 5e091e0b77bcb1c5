"""Every store can be read as it was, and taken back there, with the labels and relations of then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count

import pytest

from shared.adapters.dynamo.change_items import ChangeItem
from shared.adapters.memory.task_queue import MemoryTaskQueue
from shared.domain.contacts.contact import ContactDraft
from shared.domain.contacts.details import ContactDetails, Relation
from shared.domain.errors import BookBusyError
from shared.domain.labels import Label
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.books.writer import BookWriter
from shared.services.contacts.labelling import LabelWriter
from shared.services.contacts.past.labels import PastLabels
from shared.services.contacts.past.moments import PastMoments
from shared.services.contacts.past.preview import Effect, RestorePreviews
from shared.services.contacts.past.restore_task import BookRestoring
from shared.services.contacts.past.restoring import BookRestorer
from shared.services.contacts.relations import Relations
from shared.services.contacts.tagging import Tagging
from shared.services.contacts.undo_task import Undoing
from shared.services.contacts.undoing import Undoer
from shared.services.operations.reading import Operations
from shared.services.operations.running import TaskRunner
from shared.services.operations.starting import OperationStarter
from shared.services.operations.tasks import Tasks
from shared.services.ports.operations import TaskMessage
from tests.contracts.conftest import Engine
from tests.support.address_books import AddressBook
from tests.support.checked_books import assert_whole
from tests.support.clock import Clock, WaitingClock
from tests.support.fakes import FakePhoneNumbers
from tools.template import Template

Shown = dict[str, tuple[ContactDetails, tuple[str, ...]]]
_NUMBERS = count(1)


def new_id() -> str:
    return f"{next(_NUMBERS):026}"


@dataclass
class Keeper:
    """Somebody who keeps a book, looks at it as it was, and takes it back."""

    engine: Engine

    def __post_init__(self) -> None:
        store, self.clock, timing = self.engine.store, Clock(), WaitingClock().timing
        self.book_id = self.engine.new_book().id
        self.book = AddressBook.over(store, FakePhoneNumbers(), timing=timing, now=self.clock, new_id=new_id)
        writer = BookWriter(store, timing=timing, new_commit_id=new_id)
        tagging = Tagging(store, new_id=new_id)
        self.labels = LabelWriter(store, writer, tagging, now=self.clock, new_id=new_id)
        starter = OperationStarter(self.engine.operations, writer, MemoryTaskQueue(), now=self.clock, new_id=new_id)
        relations, past = Relations(store, new_value_id=new_id), PastLabels(store)
        moments = PastMoments(store, now=self.clock, timing=timing)
        previews = RestorePreviews(store, past, now=self.clock)
        self.restorer = BookRestorer(store, self.engine.operations, starter, moments, past, previews)
        self.undoer = Undoer(store, Operations(self.engine.operations, store, now=self.clock), starter)
        tasks: Tasks = {
            OperationKind.RESTORE_BOOK: lambda: BookRestoring(store, past, relations, now=self.clock),
            OperationKind.UNDO: lambda: Undoing(store, relations, now=self.clock),
        }
        self.runner = TaskRunner(
            self.engine.operations, writer, MemoryTaskQueue(), tasks, now=self.clock, new_id=new_id
        )

    def add(self, name: str, *tags: str, relations: tuple[Relation, ...] = ()) -> str:
        draft = ContactDraft(details=ContactDetails(first_name=name, relations=relations), tags=tags)
        return self.book.writer.add(self.book_id, draft, actor="a").contact.id

    def edit(self, contact_id: str, revise: Callable[[ContactDetails], ContactDetails], *tags: str) -> None:
        self.book.writer.revise(
            self.book_id,
            contact_id,
            lambda current: ContactDraft(details=revise(current.contact.details), tags=tags),
            actor="a",
        )

    def shown(self, at: int) -> Shown:
        page = self.book.reader._past().page(self.book_id, at, limit=100)
        return {each.contact.id: (each.contact.details, each.tags) for each in page.contacts}

    @property
    def revision(self) -> int:
        return self.engine.store.load(self.book_id).book.revision

    def carry_out(self, operation: Operation) -> Operation:
        message = TaskMessage(book_id=self.book_id, operation_id=operation.id)
        ended = self.runner.run(message, message_id=new_id(), has_time=lambda: True)
        assert ended is not None
        return ended


@pytest.fixture
def keeper(engine: Engine) -> Keeper:
    return Keeper(engine)


def test_a_book_goes_back_and_forth(keeper: Keeper, engine: Engine) -> None:
    ada, bob = keeper.add("Ada", "work"), keeper.add("Bob", "home")
    keeper.edit(ada, lambda it: replace(it, relations=(Relation(value="x", label="mother", contact_id=bob),)), "work")
    then, was = keeper.revision, keeper.shown(keeper.revision)
    labels_then = engine.store.get_labels(keeper.book_id)
    [work] = [label_id for label_id, name in labels_then.names.items() if name == "work"]
    keeper.clock.advance(timedelta(minutes=1))
    keeper.labels.update(keeper.book_id, work, lambda _: Label(name="job", color="#112233"), actor="a")
    keeper.edit(ada, lambda it: replace(it, first_name="Eve", relations=()), "chess")
    keeper.book.trash.put(keeper.book_id, bob, actor="a")
    keeper.add("Cleo", "chess")
    before, labels_before = keeper.shown(keeper.revision), engine.store.get_labels(keeper.book_id)
    assert keeper.shown(then) == was
    preview = keeper.restorer.preview(keeper.book_id, then)
    assert preview.counts == {Effect.RESTORED: 1, Effect.CHANGED: 1, Effect.TRASHED: 1, Effect.LOST: 0}
    restore = keeper.carry_out(keeper.restorer.restore(keeper.book_id, then, actor="a"))
    assert restore.state is OperationState.DONE
    assert keeper.shown(keeper.revision) == was
    now = engine.store.get_labels(keeper.book_id)
    assert (now.names, now.colors, now.added) == (labels_then.names, {}, labels_then.added)
    undo = keeper.carry_out(keeper.undoer.undo(keeper.book_id, restore.id, actor="a"))
    assert undo.state is OperationState.DONE
    assert keeper.shown(keeper.revision) == before
    again = engine.store.get_labels(keeper.book_id)
    assert (again.names, again.colors, again.added) == (labels_before.names, labels_before.colors, labels_before.added)
    assert keeper.shown(then) == was
    assert_whole(engine.store, engine.operations, keeper.book_id)


def test_a_request_that_is_repeated_starts_once(keeper: Keeper) -> None:
    keeper.add("Ada")
    started = [keeper.restorer.restore(keeper.book_id, 0, actor="a", idempotency_key="k").id for _ in range(2)]
    assert len(set(started)) == 1


@pytest.mark.engines("moto", "stand_in", because="memory has no half-visible transactions")
def test_a_change_that_is_not_visible_yet_is_waited_for(keeper: Keeper, engine: Engine, template: Template) -> None:
    ada = keeper.add("Ada")
    keeper.edit(ada, lambda it: replace(it, first_name="Eve"))
    assert engine.database is not None
    changes = engine.database.bind(ChangeItem, template.tables["ChangesTable"].name)
    entry = changes.get(keeper.book_id, 2)
    entry.delete()
    with pytest.raises(BookBusyError):
        keeper.shown(1)
    entry.save()
    assert [details.first_name for details, _ in keeper.shown(1).values()] == ["Ada"]
