"""Whatever has happened to a book, it goes back to any of its revisions, and from there to where it was."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.domain.moments import Moment
from shared.domain.operations import Operation, OperationState
from shared.services.contacts import undo_task
from shared.services.contacts.past import restore_task
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE
from tests.shared.services.contacts.past.life import EVENTS, Event, Life
from tests.support.examples import examples
from tests.support.past_world import ME, PastWorld, Snapshot
from tests.support.task_world import BOOK


def assert_like(world: PastWorld, expected: Snapshot) -> None:
    """Fail unless the book is as it was; what has been created since is in the trash."""
    now = world.snapshot()
    assert now.labels == expected.labels
    assert {each: now.contacts.get(each) for each in expected.contacts} == expected.contacts
    assert not any(is_live for each, (_, _, is_live) in now.contacts.items() if each not in expected.contacts)


RELATED = [("relate", 2, 3, 7), ("trash", 1, 2, 6), ("trash", 1, 4, 6), ("bring back", 0, 0, 2), ("relate", 5, 1, 3)]
RELABELLED = [("relate", 5, 0, 3), ("trash", 0, 4, 1), ("relabel", 2, 5, 1), ("bring back", 0, 0, 1)]
RELATED_TWICE = [("relate", 2, 1, 2), ("relate", 5, 4, 2), ("relate", 3, 0, 1), ("relate", 4, 1, 1)]
TO_OTHERS = [
    *(("add", 1, 1, 1), ("relate", 1, 2, 2), ("relabel", 5, 2, 4), ("version", 5, 1, 7)),
    *(("relate", 0, 4, 3), ("add", 3, 0, 6), ("relate", 5, 0, 0)),
]


@example(events=[*RELATED, ("bring back", 1, 5, 3)], number=1, by_time=True, at_once=1)
@example(events=RELABELLED, number=1, by_time=False, at_once=1)
@example(events=[*RELATED_TWICE, ("version", 3, 2, 3)], number=2, by_time=True, at_once=48)
@example(events=TO_OTHERS, number=3, by_time=True, at_once=1)
@settings(max_examples=examples(500))
@given(EVENTS, st.integers(0, 100), st.booleans(), st.sampled_from([1, 2, MAX_CONTACTS_PER_RANGE]))
def test_it_goes_back_there_and_forth(events: list[Event], number: int, by_time: bool, at_once: int) -> None:
    life = Life(events)
    then = life.snapshots[number % len(life.snapshots)]
    with pytest.MonkeyPatch.context() as patched:
        for task in (restore_task, undo_task):
            patched.setattr(task, "MAX_CONTACTS_PER_RANGE", at_once)
        assert_there_and_back(life.world, then.at if by_time else then.revision, life.expected(then))


def assert_there_and_back(world: PastWorld, moment: Moment, expected: Snapshot) -> None:
    before = world.snapshot()
    restore = carried_out(world, world.restorer.restore(BOOK.id, moment, actor=ME))
    assert_like(world, expected)
    if restore.first_revision is None:
        assert before.contacts == world.snapshot().contacts
        return
    undo = carried_out(world, world.undoer.undo(BOOK.id, restore.id, actor=ME))
    assert (world.snapshot().contacts, world.snapshot().labels) == (before.contacts, before.labels)
    carried_out(world, world.undoer.undo(BOOK.id, undo.id, actor=ME))
    assert_like(world, expected)


def carried_out(world: PastWorld, operation: Operation) -> Operation:
    """Carry an operation out, range by range: the book is whole after each."""
    world.has_time = lambda: False
    while world.queue:
        world.pass_time()
        world.deliver(next(iter(world.queue)))
        world.assert_whole()
    ended = world.found(operation)
    assert ended.state is OperationState.DONE
    return ended
