"""A search goes through the whole book, stores what it found, and changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.adapters.memory.duplicate_store import MemoryDuplicateStore
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.similarity.grouping import Group
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.contacts import duplicate_search
from shared.services.contacts.duplicate_search import MAX_STARTS, DuplicateSearch
from shared.services.operations.tasks import Step, TaskFailedError
from shared.services.ports.duplicates import FoundGroups
from tests.shared.domain.contacts.similarity.cards import card
from tests.support.book_builder import creation
from tests.support.task_world import BOOK, TaskWorld

NUMBER = "+12025550143"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> TaskWorld:
    monkeypatch.setattr(duplicate_search, "CONTACTS_AT_ONCE", 3)
    world = TaskWorld()
    world.tasks[OperationKind.FIND_DUPLICATES] = lambda: search_of(world)
    return world


def store_of(world: TaskWorld) -> MemoryDuplicateStore:
    return MemoryDuplicateStore(world.database)


def search_of(world: TaskWorld) -> DuplicateSearch:
    return DuplicateSearch(world.books, store_of(world), now=world.clock)


def add(world: TaskWorld, *first_names: str) -> tuple[Contact, ...]:
    return world.pen.write(*(creation(card(name, "Kovalenko", phone=NUMBER)) for name in first_names))


def search(world: TaskWorld) -> Operation:
    operation = world.starter.start(BOOK.id, kind=OperationKind.FIND_DUPLICATES, parameters={}, actor="actor")
    world.drain()
    return world.found(operation)


def found_in(world: TaskWorld) -> list[set[str]]:
    found = store_of(world).get_found(BOOK.id)
    assert found is not None
    return [set(group.contact_ids) for group in found.groups]


def test_duplicates_are_found_across_ranges_and_nothing_is_written_to_the_book(world: TaskWorld) -> None:
    first, *_, last = add(world, "Olena", "Ivan", "Petro", "Maria", "Taras", "Олена")
    before = world.books.load(BOOK.id).book
    operation = search(world)
    assert found_in(world) == [{first.id, last.id}]
    assert world.books.load(BOOK.id).book == before
    assert (operation.state, operation.done, operation.total) == (OperationState.DONE, 6, 6)
    assert operation.first_revision is None


def test_contacts_in_the_trash_and_dismissed_pairs_are_not_found(world: TaskWorld) -> None:
    one, other, third = add(world, "Olena", "Olena", "Olena")
    world.pen.trash(third)
    search(world)
    assert found_in(world) == [{one.id, other.id}]
    store_of(world).dismiss(BOOK.id, [one.id, other.id])
    search(world)
    assert found_in(world) == []


def test_an_empty_book_has_none(world: TaskWorld) -> None:
    assert search(world).state == OperationState.DONE
    assert found_in(world) == []


def test_a_search_replaces_what_the_one_before_found(world: TaskWorld) -> None:
    store_of(world).put_found(
        BOOK.id, FoundGroups(groups=(Group(contact_ids=("a", "b"), score=1),), found_at=world.clock())
    )
    search(world)
    assert found_in(world) == []


def new_operation(world: TaskWorld) -> Operation:
    now = world.clock()
    return Operation(id="operation", kind=OperationKind.FIND_DUPLICATES, actor="actor", created_at=now, updated_at=now)


def carry_on(world: TaskWorld, task: DuplicateSearch, operation: Operation) -> tuple[Operation, Step]:
    """Carry out the next range, and note it."""
    step = task.next_range(BOOK.id, operation).decide(world.books.load(BOOK.id))
    return replace(operation, cursor=step.cursor, done=operation.done + step.dealt_with), step


def test_another_worker_begins_again_and_counts_each_contact_once(world: TaskWorld) -> None:
    first, *_, last, _ = add(world, "Olena", "Ivan", "Petro", "Maria", "Taras", "Олена", "Nadia")
    operation, _ = carry_on(world, search_of(world), new_operation(world))
    other = search_of(world)
    for _ in range(2):
        operation, step = carry_on(world, other, operation)
        assert not step.is_last
    operation, step = carry_on(world, other, operation)
    assert (step.is_last, operation.done) == (True, 7)
    assert found_in(world) == [{first.id, last.id}]


def test_a_range_that_was_not_stored_is_read_again_by_the_same_worker(world: TaskWorld) -> None:
    one, _, _, other = add(world, "Olena", "Ivan", "Petro", "Олена")
    task, operation = search_of(world), new_operation(world)
    task.next_range(BOOK.id, operation)
    operation, _ = carry_on(world, task, operation)
    operation, step = carry_on(world, task, operation)
    assert (step.is_last, operation.done) == (True, 4)
    assert found_in(world) == [{one.id, other.id}]


def test_a_search_that_is_interrupted_again_and_again_gives_up(world: TaskWorld) -> None:
    add(world, "Olena", "Ivan", "Petro", "Олена")
    operation = new_operation(world)
    for _ in range(MAX_STARTS):
        operation, _ = carry_on(world, search_of(world), operation)
    with pytest.raises(TaskFailedError):
        search_of(world).next_range(BOOK.id, operation)
