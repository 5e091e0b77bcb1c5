"""A book is brought into the order of its locale in the background, and can be listed all the while."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.adapters.memory.name_index import MemoryNameIndex
from shared.domain.books import BookSettings
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.domain.text.name_orders import NameOrder
from shared.services.books.name_orders import NameOrders
from shared.services.contacts import name_ordering
from shared.services.contacts.name_ordering import NameOrdering
from tests.support.clock import WaitingClock
from tests.support.task_world import BOOK, TaskWorld


@pytest.fixture
def world() -> TaskWorld:
    world = TaskWorld()
    world.database.books[BOOK.id] = replace(BOOK, settings=BookSettings(locale="sv"))
    orders = NameOrders(world.books, MemoryNameIndex(world.database), timing=WaitingClock().timing)
    world.tasks[OperationKind.ORDER_NAMES] = lambda: NameOrdering(orders)
    return world


def order(world: TaskWorld) -> Operation:
    operation = world.starter.start(BOOK.id, kind=OperationKind.ORDER_NAMES, parameters={"locale": "sv"}, actor="actor")
    world.drain()
    return world.found(operation)


def names(world: TaskWorld) -> list[str]:
    return [contact.details.first_name for contact in world.books.list_by_name(BOOK.id, limit=999).contacts]


def test_a_book_gets_the_order_of_its_locale(world: TaskWorld) -> None:
    world.pen.create("Åke", "Zeth", "Anna")
    revision = world.books.load(BOOK.id).book.revision
    operation = order(world)
    assert (operation.state, operation.done, operation.total) == (OperationState.DONE, 3, 3)
    assert names(world) == ["Anna", "Zeth", "Åke"]
    assert world.books.load(BOOK.id).book.revision == revision


@pytest.mark.parametrize("count", [0, 1, 97, 98, 99, 250])
def test_a_large_book_is_ordered_in_ranges(world: TaskWorld, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(name_ordering, "STEPS_AT_ONCE", 2)
    for start in range(0, count, 40):
        world.pen.create(*(f"{number}" for number in range(start, min(start + 40, count))))
    operation = order(world)
    assert (operation.state, operation.done, operation.total) == (OperationState.DONE, count, count)
    assert world.books.load(BOOK.id).book.name_order == NameOrder(current="2A1sv", common_until=count)
    assert len(names(world)) == count


def test_a_second_run_finds_nothing_to_do(world: TaskWorld) -> None:
    world.pen.create("Anna")
    order(world)
    operation = order(world)
    assert (operation.state, operation.done) == (OperationState.DONE, 0)


def test_a_range_that_is_repeated_goes_on_where_the_first_one_ended(
    world: TaskWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_ordering, "STEPS_AT_ONCE", 2)
    world.pen.create("Åke", "Zeth", "Anna")
    started = world.starter.start(BOOK.id, kind=OperationKind.ORDER_NAMES, parameters={}, actor="actor")
    world.tasks[OperationKind.ORDER_NAMES]().next_range(BOOK.id, started)
    assert sorted(names(world)) == ["Anna", "Zeth", "Åke"]
    world.drain()
    assert world.found(started).state == OperationState.DONE
    assert names(world) == ["Anna", "Zeth", "Åke"]
