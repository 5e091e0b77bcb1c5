"""An operation is announced before it is stored, and the same key starts it once."""

from __future__ import annotations

import pytest

from shared.domain.errors import IdempotencyKeyReusedError, OutcomeUnknownError, TasksUnavailableError
from shared.domain.operations import Operation, OperationState
from shared.services.operations.starting import FIRST_LOOK_SECONDS
from tests.support.task_world import BOOK, KIND, Blow, TaskWorld, lose_the_answer


@pytest.fixture
def world() -> TaskWorld:
    return TaskWorld()


def start(world: TaskWorld, *, key: str | None = "key", label: str = "l1", undoes: str | None = None) -> Operation:
    return world.starter.start(
        BOOK.id, kind=KIND, parameters={"label": label}, actor="actor", undoes=undoes, idempotency_key=key
    )


def test_the_message_comes_before_the_operation(world: TaskWorld) -> None:
    world.blows = {1: Blow(lambda: pytest.fail("the message was not sent") if not world.queue else None)}
    operation = start(world)
    assert world.found(operation) == operation
    assert (operation.state, operation.version, operation.parameters) == (OperationState.PENDING, 1, {"label": "l1"})
    [queued] = world.queue.values()
    assert queued.message.operation_id == operation.id
    assert queued.visible_at == world.clock().timestamp() + FIRST_LOOK_SECONDS


def test_without_a_queue_nothing_is_started(world: TaskWorld) -> None:
    def refuse() -> None:
        raise TasksUnavailableError("full")

    world.blows = {0: Blow(refuse)}
    with pytest.raises(TasksUnavailableError):
        start(world)
    assert world.operations.list_latest(BOOK.id, limit=9) == []


def test_the_same_key_and_contents_give_the_same_operation_as_it_is_now(world: TaskWorld) -> None:
    first = start(world)
    world.drain()
    again = start(world)
    assert (again.id, again.state) == (first.id, OperationState.DONE)
    world.drain()
    assert len(world.operations.list_latest(BOOK.id, limit=9)) == 1


@pytest.mark.parametrize("other", [{"label": "l2"}, {"undoes": "another"}])
def test_the_same_key_with_other_contents_is_refused(world: TaskWorld, other: dict[str, str]) -> None:
    start(world)
    with pytest.raises(IdempotencyKeyReusedError):
        start(world, **other)


def test_without_a_key_every_start_is_another_operation(world: TaskWorld) -> None:
    assert start(world, key=None).id != start(world, key=None).id


@pytest.mark.parametrize("key", ["key", None])
def test_a_start_without_an_answer_is_found_to_have_happened(world: TaskWorld, key: str | None) -> None:
    world.blows = {2: Blow(lose_the_answer, after=True)}
    operation = start(world, key=key)
    assert world.operations.list_latest(BOOK.id, limit=9) == [operation]


def test_a_start_whose_outcome_stays_unknown_says_so(world: TaskWorld) -> None:
    world.blows = {call: Blow(lose_the_answer) for call in range(2, 2000)}
    with pytest.raises(OutcomeUnknownError):
        start(world)
