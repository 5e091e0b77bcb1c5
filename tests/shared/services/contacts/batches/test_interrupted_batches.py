"""Every item of a batch is carried out once, whatever happens to the requests, and however often they are repeated."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from shared.domain.errors import BatchRunningError, TemporarilyUnavailableError
from shared.domain.operations import OperationState
from shared.services.contacts.batches import planning
from shared.services.contacts.batches.items import BatchItem
from shared.services.contacts.batches.running import LEASE_SECONDS
from tests.support.batch_world import BatchWorld, create, deletion, note, outcomes
from tests.support.task_world import BOOK, Blow, KilledError, kill, lose_the_answer

KEY = "key"
EXPECTED = ["updated", "created", "ContactNotFoundError", "trashed", "updated", "created", "ContactNotFoundError"]


@pytest.fixture(autouse=True)
def small_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "MAX_CONTACTS_PER_RANGE", 2)


class Scene:
    """A book with two contacts, and a batch of seven items, which takes four ranges."""

    def __init__(self) -> None:
        self.at = BatchWorld()
        known = self.at.world.pen.add("Taras").id
        gone = self.at.world.pen.add("Ivan").id
        missing = "7" * 26
        self.items: tuple[BatchItem, ...] = (
            note(known, "1"),
            create("Lesia", ("friends",)),
            deletion(missing),
            deletion(gone),
            note(known, "2"),
            create("Maria"),
            deletion(missing),
        )

    def send(self) -> list[str]:
        return outcomes(self.at.send(*self.items, key=KEY))

    def wait_for_lease(self) -> None:
        self.at.world.clock.advance(timedelta(seconds=LEASE_SECONDS))

    def require_done_once(self) -> None:
        assert self.at.contents == [("Lesia", ""), ("Maria", ""), ("Taras", "12")]
        [operation] = self.at.operations
        assert (operation.state, operation.done) == (OperationState.DONE, 7)
        changes = self.at.world.books.list_changes(BOOK.id, after_revision=2, limit=100)
        assert len(changes) == 5
        assert {change.operation_id for change in changes} == {operation.id}


def calls_of_one_request() -> int:
    scene = Scene()
    with pytest.MonkeyPatch.context() as context:
        context.setattr(planning, "MAX_CONTACTS_PER_RANGE", 2)
        assert scene.send() == EXPECTED
    scene.require_done_once()
    return scene.at.world.calls


CALLS = range(calls_of_one_request())


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("call", CALLS)
def test_a_request_that_is_killed_is_finished_by_its_repetition(call: int, after: bool) -> None:
    scene = Scene()
    scene.at.world.blows = {call: Blow(kill, after=after)}
    with suppress(KilledError):
        scene.send()
    scene.wait_for_lease()
    assert scene.send() == EXPECTED
    scene.require_done_once()


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("call", CALLS)
def test_an_answer_that_is_lost_changes_nothing(call: int, after: bool) -> None:
    scene = Scene()
    scene.at.world.blows = {call: Blow(lose_the_answer, after=after)}
    with suppress(TemporarilyUnavailableError):
        assert scene.send() == EXPECTED
    scene.wait_for_lease()
    assert scene.send() == EXPECTED
    scene.require_done_once()


@pytest.mark.parametrize("is_slow", [False, True], ids=["fast", "slow"])
@pytest.mark.parametrize("call", CALLS)
def test_two_requests_at_once_do_the_work_once(call: int, is_slow: bool) -> None:
    """The second one comes before some call of the first, which may have lost its lease by then."""
    scene = Scene()
    answers: list[list[str]] = []

    def second() -> None:
        if is_slow:
            scene.wait_for_lease()
        with suppress(BatchRunningError):
            answers.append(scene.send())

    scene.at.world.blows = {call: Blow(second)}
    answers.append(first_or_second(scene))
    assert answers == [EXPECTED] * len(answers)
    scene.require_done_once()


def first_or_second(scene: Scene) -> list[str]:
    """Return the response to a request, or to its repetition if it took too long."""
    try:
        return scene.send()
    except TemporarilyUnavailableError:
        scene.wait_for_lease()
        return scene.send()


def test_a_request_that_is_killed_keeps_others_away_for_as_long_as_its_lease_lives() -> None:
    scene = Scene()
    scene.at.world.blows = {3: Blow(kill)}
    with pytest.raises(KilledError):
        scene.send()
    scene.at.world.clock.advance(timedelta(seconds=LEASE_SECONDS - 1))
    with pytest.raises(BatchRunningError) as caught:
        scene.send()
    assert caught.value.retry_after_seconds == 1
    scene.at.world.clock.advance(timedelta(seconds=1))
    assert scene.send() == EXPECTED


def test_a_batch_that_takes_too_long_ends_in_time_and_goes_on_at_once() -> None:
    scene = Scene()
    slow: Callable[[], object] = lambda: scene.at.world.clock.advance(timedelta(seconds=19))  # noqa: E731
    scene.at.world.blows = {1: Blow(slow)}
    with pytest.raises(TemporarilyUnavailableError) as caught:
        scene.send()
    assert caught.value.retry_after_seconds == 1
    assert scene.send() == EXPECTED
    scene.require_done_once()
