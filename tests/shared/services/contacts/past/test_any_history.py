"""Whatever has happened to a book, it goes back to any of its revisions, and from there to where it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.moments import Moment
from shared.domain.operations import OperationState
from shared.services.contacts import undo_task
from shared.services.contacts.past import restore_task
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE
from tests.shared.services.contacts.past.life import EVENTS, Event, Life
from tests.support.past_world import PastWorld, Snapshot


def assert_like(world: PastWorld, expected: Snapshot) -> None:
    """Fail unless the book is as it was; what has been created since is in the trash."""
    now = world.snapshot()
    assert now.labels == expected.labels
    assert {each: now.contacts.get(each) for each in expected.contacts} == expected.contacts
    assert not any(is_live for each, (_, _, is_live) in now.contacts.items() if each not in expected.contacts)
    world.assert_whole()


@settings(max_examples=300)
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
    restore = world.restore(moment)
    assert restore.state is OperationState.DONE
    assert_like(world, expected)
    if restore.first_revision is None:
        assert before.contacts == world.snapshot().contacts
        return
    undo = world.undo(restore)
    assert undo.state is OperationState.DONE
    assert (world.snapshot().contacts, world.snapshot().labels) == (before.contacts, before.labels)
    world.assert_whole()
    redo = world.undo(undo)
    assert redo.state is OperationState.DONE
    assert_like(world, expected)
