"""What becomes of a message and of the operation that it names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.domain.errors import BookFullError, TaskLeasedError, UnknownTaskError
from shared.domain.operations import Operation, OperationState
from shared.services.operations.running import PAUSES_BETWEEN_LOOKS
from shared.services.operations.tasks import Range, Step, TaskFailedError
from shared.services.ports.books import BookState
from shared.services.ports.operations import OperationWrite, TaskMessage
from tests.support.task_world import BOOK, KIND, Marking, TaskWorld


@pytest.fixture
def world() -> TaskWorld:
    world = TaskWorld()
    world.pen.create(*(f"Contact {number}" for number in range(8)))
    return world


def run(world: TaskWorld, operation_id: str, *, message_id: str = "m1", looks: int = 0) -> Operation | None:
    message = TaskMessage(book_id=BOOK.id, operation_id=operation_id, looks=looks)
    return world.runner.run(message, message_id=message_id, has_time=world.has_time)


def stored(world: TaskWorld, operation: Operation, **members: object) -> Operation:
    """Store another version of an operation, as somebody else would."""
    current = world.found(operation)
    changed = replace(current, version=current.version + 1, **members)  # type: ignore[arg-type]
    world.operations.save(BOOK.id, OperationWrite(before=current, after=changed))
    return changed


class Odd:
    """A task whose ranges do what a test wants."""

    def __init__(self, step: Callable[[BookState], Step]) -> None:
        self.step = step

    def next_range(self, book_id: str, operation: Operation) -> Range:
        return Range(decide=self.step)


def raising(error: Exception) -> Callable[[BookState], Step]:
    def decide(_: BookState) -> Step:
        raise error

    return decide


def test_a_task_is_carried_out_range_by_range(world: TaskWorld) -> None:
    operation = world.start()
    seen: list[int] = []

    def look() -> bool:
        seen.append(world.found(operation).done)
        return True

    world.has_time = look
    done = run(world, operation.id)
    assert done is not None
    assert done == world.found(operation)
    assert (done.state, done.done, done.total) == (OperationState.DONE, 8, 8)
    assert seen == [3, 6]


def test_a_worker_without_time_passes_the_task_on_and_is_free_of_it(world: TaskWorld) -> None:
    operation = world.start()
    world.queue.clear()
    world.has_time = lambda: False
    passed_on = run(world, operation.id)
    assert passed_on is not None
    assert (passed_on.state, passed_on.done, passed_on.lease) == (OperationState.RUNNING, 3, None)
    [queued] = world.queue.values()
    assert queued.message == TaskMessage(book_id=BOOK.id, operation_id=operation.id)
    assert queued.visible_at == world.clock().timestamp()


class Pausing(Marking):
    """A task that pauses after each range for as many seconds as it says."""

    def next_range(self, book_id: str, operation: Operation) -> Range:
        pauses = {0: 60, 3: 0, 6: 300}
        return replace(super().next_range(book_id, operation), pause_seconds=pauses[operation.done])


def test_a_task_that_pauses_is_passed_on_for_later(world: TaskWorld) -> None:
    world.tasks[KIND] = lambda: Pausing(world.books)
    operation = world.start()
    world.queue.clear()
    paused = run(world, operation.id)
    assert paused is not None
    assert (paused.state, paused.done, paused.lease) == (OperationState.RUNNING, 3, None)
    [queued] = world.queue.values()
    assert queued.visible_at == world.clock().timestamp() + 60


def test_a_task_that_ends_does_not_pause(world: TaskWorld) -> None:
    world.tasks[KIND] = lambda: Pausing(world.books)
    operation = world.start()
    run(world, operation.id)
    world.queue.clear()
    done = run(world, operation.id)
    assert done is not None
    assert (done.state, done.done) == (OperationState.DONE, 8)
    assert world.queue == {}


def test_an_operation_that_is_not_there_is_looked_for_a_few_times(world: TaskWorld) -> None:
    for looks, pause in enumerate(PAUSES_BETWEEN_LOOKS):
        world.queue.clear()
        assert run(world, "missing", looks=looks) is None
        [queued] = world.queue.values()
        assert queued.message.looks == looks + 1
        assert queued.visible_at == world.clock().timestamp() + pause
    world.queue.clear()
    assert run(world, "missing", looks=len(PAUSES_BETWEEN_LOOKS)) is None
    assert world.queue == {}


@pytest.mark.parametrize("members", [{"kind": "from tomorrow"}, {"state": "paused"}])
def test_what_only_newer_code_knows_waits_for_it(world: TaskWorld, members: dict[str, str]) -> None:
    operation = stored(world, world.start(), **members)
    with pytest.raises(UnknownTaskError):
        run(world, operation.id)
    assert world.found(operation) == operation


@pytest.mark.parametrize("state", [OperationState.DONE, OperationState.FAILED, OperationState.CANCELLED])
def test_an_operation_that_has_ended_is_left_alone(world: TaskWorld, state: OperationState) -> None:
    operation = stored(world, world.start(), state=state)
    assert run(world, operation.id) == operation
    assert world.notes() == [""] * 8


def test_a_cancelled_task_stops_after_the_range_in_hand(world: TaskWorld) -> None:
    operation = world.start()
    world.has_time = lambda: bool(stored(world, operation, state=OperationState.CANCELLED, lease=None))
    ended = run(world, operation.id)
    assert ended is not None
    assert (ended.state, ended.done) == (OperationState.CANCELLED, 3)
    assert world.notes() == ["x"] * 3 + [""] * 5


@pytest.mark.parametrize("error", [TaskFailedError("No room."), BookFullError("No room.")])
def test_a_task_that_cannot_go_on_ends_and_says_why(world: TaskWorld, error: Exception) -> None:
    operation = world.start()
    world.tasks[KIND] = lambda: Odd(raising(error))
    ended = run(world, operation.id)
    assert ended is not None
    assert (ended.state, ended.problem, ended.lease) == (OperationState.FAILED, "No room.", None)


def test_any_other_fault_is_raised_and_the_operation_stays_unfinished(world: TaskWorld) -> None:
    operation = world.start()
    world.tasks[KIND] = lambda: Odd(raising(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        run(world, operation.id)
    assert world.found(operation).state == OperationState.RUNNING


def test_a_task_of_a_book_that_is_gone_is_given_up(world: TaskWorld) -> None:
    operation = world.start()
    world.database.books.clear()
    assert run(world, operation.id) is not None
    assert world.found(operation).done == 0


def test_a_range_that_changes_nothing_moves_on_without_a_revision(world: TaskWorld) -> None:
    operation = world.start()
    before = world.books.load(BOOK.id).book
    world.tasks[KIND] = lambda: Odd(lambda _: Step(cursor={"seen": 500}, dealt_with=500, is_last=True))
    ended = run(world, operation.id)
    assert ended is not None
    assert (ended.state, ended.cursor, ended.done) == (OperationState.DONE, {"seen": 500}, 500)
    assert (ended.first_revision, ended.last_revision) == (None, None)
    assert world.books.load(BOOK.id).book == before


def test_the_same_message_waits_for_the_worker_that_has_it(world: TaskWorld) -> None:
    operation = world.start()
    tries = []

    def second_worker() -> bool:
        with pytest.raises(TaskLeasedError):
            run(world, operation.id, message_id="m1")
        tries.append(world.found(operation).done)
        return True

    world.has_time = second_worker
    assert run(world, operation.id, message_id="m1") == world.found(operation)
    assert tries == [3, 6]


def test_another_message_is_superfluous_while_a_worker_has_the_task(world: TaskWorld) -> None:
    operation = world.start()
    world.queue.clear()
    world.has_time = lambda: run(world, operation.id, message_id="m2") is not None
    run(world, operation.id, message_id="m1")
    assert world.notes() == ["x"] * 8
    assert world.queue == {}
