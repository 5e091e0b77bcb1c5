"""Whatever is killed, lost, repeated or done at the same time: a task is carried out once, to its end."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import TemporarilyUnavailableError
from shared.domain.operations import OperationState
from tests.support.checked_books import assert_whole
from tests.support.task_world import BOOK, Blow, KilledError, TaskWorld, kill, lose_the_answer

CONTACTS = 8
UNDISTURBED_CALLS = 11
"""Those of a worker: the operation, the lease, and three ranges with a list, a state and a commit each."""
MAX_CALLS = 14
"""Those of one that is disturbed."""


def world_with_contacts() -> TaskWorld:
    world = TaskWorld()
    world.pen.create(*(f"Contact {number}" for number in range(CONTACTS)))
    return world


def assert_done_once(world: TaskWorld) -> None:
    """The book is as if nothing had ever failed, and its history and the operation say the same."""
    [operation] = world.operations.list_latest(BOOK.id, limit=9)
    assert (operation.state, operation.done, operation.total) == (OperationState.DONE, CONTACTS, CONTACTS)
    assert operation.lease is None
    assert world.notes() == ["x"] * CONTACTS
    changes = world.books.list_changes(BOOK.id, after_revision=CONTACTS, limit=99)
    mine = [change for change in changes if change.operation_id == operation.id]
    assert len(mine) == CONTACTS
    assert (operation.first_revision, operation.last_revision) == (mine[0].revision, mine[-1].revision)
    assert world.queue == {}
    assert_whole(world.books, world.operations, BOOK.id)


def test_a_task_makes_the_calls_that_are_disturbed_here() -> None:
    world = world_with_contacts()
    world.start()
    before = world.calls
    world.drain()
    assert_done_once(world)
    assert world.calls - before == UNDISTURBED_CALLS


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("strike", [kill, lose_the_answer])
@pytest.mark.parametrize("call", range(MAX_CALLS))
def test_a_worker_may_end_at_any_call(call: int, strike: object, after: bool) -> None:
    world = world_with_contacts()
    world.start()
    assert callable(strike)
    world.blows = {world.calls + call: Blow(strike, after=after)}
    [message_id] = world.queue
    world.deliver(message_id)
    world.drain()
    assert_done_once(world)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", range(4))
def test_a_request_may_end_at_any_call_and_leaves_an_operation_that_runs_or_none(call: int, after: bool) -> None:
    world = world_with_contacts()
    world.blows = {call: Blow(kill, after=after)}
    with suppress(KilledError):
        world.start()
    world.drain()
    if world.operations.list_latest(BOOK.id, limit=9):
        assert_done_once(world)
    else:
        assert (world.notes(), world.queue) == ([""] * CONTACTS, {})


@pytest.mark.parametrize("call", range(MAX_CALLS))
def test_a_message_that_is_delivered_twice_at_once_is_carried_out_once(call: int) -> None:
    world = world_with_contacts()
    world.start()
    [message_id] = world.queue
    world.blows = {world.calls + call: Blow(lambda: world.deliver(message_id))}
    world.deliver(message_id)
    world.drain()
    assert_done_once(world)


@pytest.mark.parametrize("call", range(MAX_CALLS))
def test_two_messages_of_one_operation_are_carried_out_once(call: int) -> None:
    world = world_with_contacts()
    operation = world.start()
    first, second = next(iter(world.queue)), "second"
    world.queue[second] = world.queue[first]
    world.blows = {world.calls + call: Blow(lambda: world.deliver(second))}
    world.deliver(first)
    world.drain()
    assert world.found(operation).version >= 4
    assert_done_once(world)


@pytest.mark.parametrize("call", range(UNDISTURBED_CALLS))
def test_somebody_else_may_write_at_any_call(call: int) -> None:
    world = world_with_contacts()
    world.start()
    [first, *_] = world.books.list_by_id(BOOK.id, limit=1)

    def write() -> None:
        contact = world.books.load(BOOK.id, [first.id]).contacts[first.id]
        world.pen.update(contact, last_name="Somebody's work")

    world.blows = {world.calls + call: Blow(write)}
    [message_id] = world.queue
    world.deliver(message_id)
    world.drain()
    assert_done_once(world)
    state = world.books.load(BOOK.id, [first.id])
    assert state.contacts[first.id].details.last_name == "Somebody's work"


@pytest.mark.parametrize("call", range(MAX_CALLS))
def test_a_worker_that_wakes_up_after_its_lease_writes_nothing_twice(call: int) -> None:
    """It was frozen for longer than its lease, and another one has finished the task meanwhile."""
    world = world_with_contacts()
    world.start()
    [message_id] = world.queue

    def sleep() -> None:
        world.clock.advance(timedelta(seconds=400))
        world.deliver(message_id)

    world.blows = {world.calls + call: Blow(sleep)}
    with suppress(TemporarilyUnavailableError):
        world.deliver(message_id)
    world.drain()
    assert_done_once(world)


Fate = tuple[int, str, bool, int]
_FATES = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.sampled_from(["kill", "lose", "again", "other", "sleep", "out of time"]),
        st.booleans(),
        st.sampled_from([1, 50, 400]),
    ),
    max_size=6,
)


@given(_FATES)
def test_a_task_survives_whatever_happens_in_any_order(fates: list[Fate]) -> None:
    world = world_with_contacts()
    world.start()
    for call, kind, after, pause in fates:
        if not world.queue:
            break
        message_id = min(world.queue)
        meet(world, kind, message_id, call, after)
        world.deliver(message_id)
        world.clock.advance(timedelta(seconds=pause))
    world.has_time = lambda: True
    world.drain()
    assert_done_once(world)


def meet(world: TaskWorld, kind: str, message_id: str, call: int, after: bool) -> None:
    """Plan what happens at a call from now on."""

    def again() -> None:
        if message_id in world.queue:
            world.deliver(message_id)

    def other() -> None:
        if len(world.queue) > 1:
            world.deliver(max(world.queue))

    def sleep() -> None:
        world.clock.advance(timedelta(seconds=100))
        again()

    strikes = {"kill": kill, "lose": lose_the_answer, "again": again, "other": other, "sleep": sleep}
    world.has_time = lambda: kind != "out of time"
    world.blows = {world.calls + call: Blow(strikes[kind], after=after)} if kind in strikes else {}
