"""Operations are found by their id, single changes by their revision, and both only in their own book."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.errors import InvalidCursorError, OperationNotFoundError, StoreUnavailableError
from shared.domain.operations import OPERATION_TTL, Operation, OperationState
from shared.services.operations.reading import MAX_ATTEMPTS, Operations
from shared.services.ports.operations import OperationWrite
from tests.support.book_builder import NOON, commit_of, creation, new_contact
from tests.support.task_world import BOOK, TaskWorld


@pytest.fixture
def world() -> TaskWorld:
    return TaskWorld()


@pytest.fixture
def operations(world: TaskWorld) -> Operations:
    return Operations(world.operations, world.books, now=world.clock)


def test_an_operation_is_found_in_its_book_only(world: TaskWorld, operations: Operations) -> None:
    operation = world.start()
    assert operations.get(BOOK.id, operation.id) == operation
    with pytest.raises(OperationNotFoundError):
        operations.get("another book", operation.id)


@pytest.mark.parametrize("operation_id", ["", "r0", "r-1", "r01", "r7", "R1", "r" + "9" * 30, "nonsense", "0" * 26])
def test_an_id_of_nothing_is_not_found(world: TaskWorld, operations: Operations, operation_id: str) -> None:
    world.pen.add()
    with pytest.raises(OperationNotFoundError):
        operations.get(BOOK.id, operation_id)


def test_a_single_change_is_an_operation_by_itself(world: TaskWorld, operations: Operations) -> None:
    world.pen.update(world.pen.add(), notes="x")
    assert operations.get(BOOK.id, "r2") == Operation(
        id="r2",
        kind="updated",
        actor="actor",
        created_at=NOON,
        updated_at=NOON,
        state=OperationState.DONE,
        done=1,
        total=1,
        first_revision=2,
        last_revision=2,
    )


def test_a_revision_of_a_larger_operation_leads_to_that(world: TaskWorld, operations: Operations) -> None:
    operation = world.start()
    moved = operation.moved(OperationState.RUNNING, NOON)
    world.books.commit(
        commit_of(BOOK, creation(new_contact()), operation=OperationWrite(before=operation, after=moved))
    )
    assert operations.get(BOOK.id, "r1") == moved


def test_operations_are_listed_page_by_page_latest_first(world: TaskWorld, operations: Operations) -> None:
    started = [world.start() for _ in range(3)]
    page = operations.list_latest(BOOK.id, limit=2)
    assert list(page.operations) == [started[2], started[1]]
    rest = operations.list_latest(BOOK.id, limit=2, after=page.next)
    assert (rest.operations, rest.next) == ((started[0],), None)
    with pytest.raises(InvalidCursorError):
        operations.list_latest(BOOK.id, limit=2, after={"id": "x"})


def test_an_operation_is_gone_after_a_year_deleted_or_not(world: TaskWorld, operations: Operations) -> None:
    operation = world.start()
    world.clock.advance(OPERATION_TTL)
    assert operations.list_latest(BOOK.id, limit=2).operations == ()
    with pytest.raises(OperationNotFoundError):
        operations.get(BOOK.id, operation.id)


def test_a_cancelled_operation_does_not_go_on(world: TaskWorld, operations: Operations) -> None:
    world.pen.create("a", "b", "c", "d")
    operation = world.start()
    cancelled = operations.cancel(BOOK.id, operation.id)
    assert cancelled.state == OperationState.CANCELLED
    assert operations.cancel(BOOK.id, operation.id) == cancelled
    world.drain()
    assert world.notes() == [""] * 4


@pytest.mark.parametrize("state", [OperationState.DONE, OperationState.FAILED])
def test_an_operation_that_has_ended_cannot_be_cancelled_any_more(
    world: TaskWorld, operations: Operations, state: OperationState
) -> None:
    operation = world.start()
    ended = operation.moved(state, NOON)
    world.operations.save(BOOK.id, OperationWrite(before=operation, after=ended))
    assert operations.cancel(BOOK.id, operation.id) == ended


def test_a_single_change_has_ended(world: TaskWorld, operations: Operations) -> None:
    world.pen.add()
    assert operations.cancel(BOOK.id, "r1").state == OperationState.DONE


def test_cancelling_wins_against_a_worker_that_moves_on(world: TaskWorld) -> None:
    operation = world.start()
    store = Restless(world, times=3)
    cancelled = Operations(store, world.books, now=world.clock).cancel(BOOK.id, operation.id)
    assert (cancelled.state, cancelled.done) == (OperationState.CANCELLED, 3)


def test_cancelling_gives_up_against_a_worker_that_never_rests(world: TaskWorld) -> None:
    operation = world.start()
    store = Restless(world, times=MAX_ATTEMPTS)
    with pytest.raises(StoreUnavailableError):
        Operations(store, world.books, now=world.clock).cancel(BOOK.id, operation.id)


class Restless:
    """A store whose operation moves on before it can be saved."""

    def __init__(self, world: TaskWorld, *, times: int) -> None:
        self._store = world.operations
        self._times = times
        self.find = self._store.find
        self.list_latest = self._store.list_latest

    def save(self, book_id: str, write: OperationWrite) -> None:
        if self._times:
            self._times -= 1
            assert write.before is not None
            later = write.before.moved(OperationState.RUNNING, NOON + timedelta(1), done=write.before.done + 1)
            self._store.save(book_id, replace(write, after=later))
        self._store.save(book_id, write)
