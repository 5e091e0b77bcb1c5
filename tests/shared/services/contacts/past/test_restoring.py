"""A book goes back once, whatever happens to the workers and whoever writes meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.contacts.details import Relation
from shared.domain.contacts.retention import TRASH_KEPT
from shared.domain.errors import HistoryGoneError, OutcomeUnknownError, RestoreRefusedError
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.books.writer import BookWriter
from shared.services.contacts.past.preview import Effect
from shared.services.ports.operations import OperationWrite
from tests.support.book_builder import creation, new_contact, update
from tests.support.past_world import ME, PastWorld, Snapshot
from tests.support.task_world import BOOK, Blow, KilledError, kill, lose_the_answer


@pytest.fixture
def world() -> PastWorld:
    return PastWorld()


def begin(world: PastWorld, revision: int) -> Operation:
    return world.restorer.restore(BOOK.id, revision, actor=ME)


def look(world: PastWorld) -> tuple[object, object]:
    """Return what clients see: live contacts, the ids of those in the trash, and labels."""
    now = world.snapshot()
    live = {each: what for each, what in now.contacts.items() if what[2]}
    return (live, now.contacts.keys()), now.labels


def test_what_others_change_after_the_request_is_left_and_named(world: PastWorld) -> None:
    ada, bob, cleo = world.add("Ada"), world.add("Bob"), world.add("Cleo")
    then = world.revision
    for contact in (ada, bob):
        world.edit(contact, first_name="changed")
    world.put_in_trash(cleo)
    restore = begin(world, then)
    world.edit(bob, notes="mine")
    new = world.add("new")
    world.drain()
    ended = world.found(restore)
    assert ended.state is OperationState.FAILED
    assert f"1 contacts have changed since it began, such as {bob}" in str(ended.problem)
    assert world.contact(ada).details.first_name == "Ada"
    assert (world.contact(bob).details.first_name, world.contact(bob).details.notes) == ("changed", "mine")
    assert (world.contact(cleo).trashed_at, world.contact(new).trashed_at) == (None, None)
    world.assert_whole()


def test_what_others_change_into_what_it_was_is_not_left(world: PastWorld) -> None:
    ada = world.add("Ada")
    world.edit(ada, first_name="changed")
    restore = begin(world, 1)
    world.edit(ada, first_name="Ada")
    world.drain()
    assert (world.found(restore).state, world.found(restore).done) == (OperationState.DONE, 0)


def test_an_end_of_a_relation_that_it_has_written_itself_goes_back_too(world: PastWorld) -> None:
    ada, bob = world.add("Ada"), world.add("Bob")
    then = world.snapshot()
    world.edit(bob, first_name="changed")
    world.edit(ada, relations=(Relation(value="x", contact_id=bob),))
    for _ in range(50):
        world.edit(ada, notes=f"{world.revision}")
    world.has_time = lambda: False
    assert world.restore(then.revision).state is OperationState.DONE
    assert world.snapshot().contacts == then.contacts
    world.assert_whole()


def test_what_was_removed_for_good_stays_gone_and_is_told(world: PastWorld) -> None:
    ada, bob = world.add("Ada"), world.add("Bob")
    then = world.revision
    world.put_in_trash(ada)
    world.purge(ada)
    world.edit(bob, first_name="changed")
    assert world.preview(then).counts == {**dict.fromkeys(Effect, 0), Effect.LOST: 1, Effect.CHANGED: 1}
    ended = world.restore(then)
    assert (ended.state, ended.done) == (OperationState.DONE, 1)
    assert "removed for good" in str(ended.problem)


def test_what_was_created_and_removed_since_is_not_missed(world: PastWorld) -> None:
    world.add("Ada")
    then = world.revision
    bob = world.add("Bob")
    world.put_in_trash(bob)
    world.purge(bob)
    assert sum(world.preview(then).counts.values()) == 0


def test_a_contact_that_has_been_in_the_trash_for_too_long_does_not_come_back(world: PastWorld) -> None:
    ada = world.add("Ada")
    world.put_in_trash(ada)
    world.clock.advance(TRASH_KEPT + timedelta(hours=1))
    assert world.preview(1).counts[Effect.LOST] == 1
    ended = world.restore(1)
    assert (ended.state, ended.done) == (OperationState.DONE, 0)
    assert "removed for good" in str(ended.problem)


def test_a_book_of_many_ranges_goes_back_between_the_changes_of_others(world: PastWorld) -> None:
    contacts = [contact for _ in range(4) for contact in world.pen.create(*["Ada"] * 40)]
    then = world.snapshot()
    for start in range(0, 160, 40):
        world.pen.write(*(update(each, first_name="changed") for each in contacts[start : start + 40]))
    world.pen.write(*(creation(new_contact("new")) for _ in range(40)))
    restore = begin(world, then.revision)
    added: list[str] = []
    [message_id] = world.queue
    world.strike(**{f"n{call}": Blow(lambda: added.append(world.add("other"))) for call in range(3, 12)})
    world.clock.advance(timedelta(seconds=10))
    world.deliver(message_id)
    world.drain()
    ended = world.found(restore)
    assert (ended.state, ended.done) == (OperationState.DONE, 200)
    now = world.snapshot().contacts
    assert {each: now[each] for each in then.contacts} == then.contacts
    assert added
    assert all(now[each][2] for each in added)
    world.assert_whole()


def test_a_contact_that_has_changed_many_times_goes_back_at_once(world: PastWorld) -> None:
    ada = world.add("Ada")
    for number in range(30):
        world.edit(ada, first_name=str(number))
    ended = world.restore(5)
    assert (ended.done, ended.last_revision) == (1, 32)
    assert world.contact(ada).details.first_name == "3"


def test_a_book_without_room_says_so(world: PastWorld) -> None:
    world.pen.create(*["other"] * 3)
    ada = world.add("Ada")
    world.put_in_trash(ada)
    world.runner._writer = BookWriter(
        world.books, timing=world.writer._timing, new_commit_id=world.new_id, max_contacts=3
    )
    ended = world.restore(4)
    assert (ended.state, "room" in str(ended.problem)) == (OperationState.FAILED, True)


def rich(world: PastWorld) -> Snapshot:
    """Give the book contacts with tags and relations, and change all of it; return what it was like before."""
    ada, bob = world.add("Ada", "work"), world.add("Bob", "home")
    world.edit(ada, relations=(Relation(value="x", label="mother", contact_id=bob),))
    gone = world.add("Gone")
    then = world.snapshot()
    ids = {name: label_id for label_id, name in world.books.get_labels(BOOK.id).names.items()}
    world.remove_label(ids["work"])
    world.put_label("house", "#112233", ids["home"])
    world.edit(ada, relations=(), tags=("new",))
    world.put_in_trash(bob)
    world.put_in_trash(gone)
    world.add("Later", "new")
    return then


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("strike", [kill, lose_the_answer], ids=["killed", "unanswered"])
@pytest.mark.parametrize("call", range(14))
def test_a_worker_may_be_interrupted_at_any_call(
    monkeypatch: pytest.MonkeyPatch, call: int, strike: Callable[[], None], after: bool
) -> None:
    monkeypatch.setattr("shared.services.contacts.past.restore_task.MAX_CONTACTS_PER_RANGE", 2)
    world = PastWorld()
    then = rich(world)
    restore = begin(world, then.revision)
    world.strike(**{f"n{call}": Blow(strike, after=after)})
    [message_id] = world.queue
    world.clock.advance(timedelta(seconds=10))
    world.deliver(message_id)
    world.drain()
    assert world.found(restore).state is OperationState.DONE
    now = world.snapshot()
    assert {each: now.contacts[each] for each in then.contacts} == then.contacts
    assert now.labels == then.labels
    mine = [change for change in world.database.shelves[BOOK.id].changes if change.operation_id == restore.id]
    assert len({change.contact_id for change in mine if change.contact_id}) == 4
    world.assert_whole()


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("strike", [kill, lose_the_answer], ids=["killed", "unanswered"])
@pytest.mark.parametrize("call", range(16))
def test_a_request_that_is_interrupted_starts_all_of_it_or_nothing(
    call: int, strike: Callable[[], None], after: bool
) -> None:
    world = PastWorld()
    then = rich(world)
    before = look(world)
    world.strike(**{f"n{call}": Blow(strike, after=after)})
    with suppress(KilledError, OutcomeUnknownError):
        begin(world, then.revision)
    started = [one for one in world.operations.list_latest(BOOK.id, limit=9) if one.kind == OperationKind.RESTORE_BOOK]
    if not started:
        assert look(world) == before
    assert (world.snapshot().labels == then.labels) == bool(started)
    world.drain()
    if started:
        assert {each: world.snapshot().contacts[each] for each in then.contacts} == then.contacts
    world.assert_whole()


@pytest.mark.parametrize("deliveries", range(1, 4))
def test_one_that_is_cancelled_leaves_a_whole_book_and_is_undone(
    monkeypatch: pytest.MonkeyPatch, deliveries: int
) -> None:
    monkeypatch.setattr("shared.services.contacts.past.restore_task.MAX_CONTACTS_PER_RANGE", 1)
    world = PastWorld()
    then = rich(world)
    before = world.snapshot()
    restore = begin(world, then.revision)
    world.has_time = lambda: False
    for _ in range(deliveries):
        world.clock.advance(timedelta(seconds=10))
        world.deliver(next(iter(world.queue)))
    cancelled = world.found(restore).moved(OperationState.CANCELLED, world.clock())
    world.operations.save(BOOK.id, OperationWrite(before=world.found(restore), after=cancelled))
    world.drain()
    world.assert_whole()
    undo = world.undo(restore)
    assert undo.state is OperationState.DONE
    assert (world.snapshot().contacts, world.snapshot().labels) == (before.contacts, before.labels)


@pytest.mark.parametrize("kind", [OperationKind.RESTORE_BOOK, OperationKind.UNDO, OperationKind.DELETE_LABEL])
def test_it_waits_for_what_else_writes_to_the_whole_book(world: PastWorld, kind: OperationKind) -> None:
    world.add()
    running = world.starter.start(BOOK.id, kind=kind, parameters={}, actor=ME)
    with pytest.raises(RestoreRefusedError) as refused:
        begin(world, 0)
    assert refused.value.operation_id == running.id
    ended = replace(running, state=OperationState.DONE, version=2)
    world.operations.save(BOOK.id, OperationWrite(before=running, after=ended))
    assert begin(world, 0).state is OperationState.PENDING


def test_a_key_is_good_for_the_same_moment_however_it_is_written(world: PastWorld) -> None:
    world.add()
    then = world.clock()
    first = world.restorer.restore(BOOK.id, then, actor=ME, idempotency_key="k")
    world.drain()
    world.pass_time()
    world.add()
    again = world.restorer.restore(BOOK.id, then, actor=ME, idempotency_key="k")
    assert again.id == first.id


def test_a_history_that_ends_meanwhile_ends_it(world: PastWorld) -> None:
    world.add()
    world.add()
    restore = begin(world, 0)
    world.database.shelves[BOOK.id].changes = []
    world.drain()
    assert (world.found(restore).state, world.found(restore).done) == (OperationState.FAILED, 0)
    with pytest.raises(HistoryGoneError):
        begin(world, 0)
