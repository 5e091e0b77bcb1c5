"""An operation moves forward only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.operations import OPERATION_TTL, IllegalMoveError, Lease, OperationState
from tests.support.book_builder import NOON, new_operation

LEASE = Lease(owner="worker", until=NOON + timedelta(seconds=90))
LEGAL = {
    "pending": {"pending", "running", "done", "failed", "cancelled"},
    "running": {"running", "done", "failed", "cancelled"},
    "done": set(),
    "failed": set(),
    "cancelled": set(),
    "from tomorrow": set(),
}


@pytest.mark.parametrize("before", LEGAL)
@pytest.mark.parametrize("after", OperationState)
def test_an_operation_moves_forward_only(before: str, after: OperationState) -> None:
    operation = replace(new_operation(), state=before)
    if after.value in LEGAL[before]:
        assert operation.moved(after, NOON).state == after
        return
    with pytest.raises(IllegalMoveError):
        operation.moved(after, NOON)


def test_each_move_is_a_new_version_with_its_time() -> None:
    later = NOON + timedelta(hours=1)
    moved = new_operation().moved(OperationState.RUNNING, later, done=49, lease=LEASE)
    assert (moved.version, moved.updated_at, moved.done, moved.lease) == (2, later, 49, LEASE)
    assert moved.expires_at == later + OPERATION_TTL


def test_an_operation_is_undone_after_it_has_ended() -> None:
    done = new_operation().moved(OperationState.DONE, NOON)
    undone = done.taken_back("another", NOON)
    assert (undone.state, undone.undone_by, undone.version) == ("done", "another", 3)


def test_an_operation_that_has_ended_keeps_no_lease() -> None:
    running = new_operation().moved(OperationState.RUNNING, NOON, lease=LEASE)
    assert running.moved(OperationState.DONE, NOON).lease is None


def test_a_lease_keeps_others_away_until_it_is_over() -> None:
    operation = replace(new_operation(), lease=LEASE)
    assert operation.is_leased(NOON, to_others_than="somebody")
    assert not operation.is_leased(NOON, to_others_than="worker")
    assert not operation.is_leased(LEASE.until, to_others_than="somebody")


def test_an_operation_knows_its_first_and_its_last_revision() -> None:
    operation = new_operation().with_revisions(5, 4)
    assert (operation.first_revision, operation.last_revision) == (None, None)
    operation = operation.with_revisions(5, 7).with_revisions(9, 8).with_revisions(9, 9)
    assert (operation.first_revision, operation.last_revision) == (5, 9)
