"""A label that is deleted or merged is gone at once, and no contact refers to it at the end, whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

import pytest

from shared.adapters.memory.history_eraser import MemoryHistoryEraser
from shared.adapters.memory.label_counts import MemoryLabelCounts
from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.errors import (
    AccountGoneError,
    IdempotencyKeyReusedError,
    InvalidInputError,
    LabelNotFoundError,
    OutcomeUnknownError,
)
from shared.domain.labels import Label, Labels
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.books.writer import BookWriter, Plan
from shared.services.contacts import stretches
from shared.services.contacts.label_counts import LabelCounter
from shared.services.contacts.label_removal import LabelRemoval, LabelRemover
from shared.services.contacts.purging import Purging, TrashPurger
from shared.services.ports.books import BookState, BookStore
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE, ContactWrite
from shared.services.ports.operations import OperationWrite
from shared.services.timing import Timing
from tests.support.book_builder import creation, new_contact
from tests.support.checked_books import assert_whole
from tests.support.task_world import BOOK, Blow, Fated, KilledError, TaskWorld, kill, lose_the_answer

LABELS = Labels(revision=1, names={"a": "Friends", "b": "Mates", "c": "Work"}, colors={"a": "#112233"})
PAUSE = timedelta(seconds=2)
TIMING = Timing(monotonic=lambda: 0.0, wait=lambda _: None, jitter=lambda: 1.0)
SETS = (("a",), ("a", "b"), ("b",), (), ("a", "c"))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[TaskWorld]:
    monkeypatch.setattr(stretches, "CONTACTS_AT_ONCE", 3)
    world = TaskWorld()
    store = cast(BookStore, Fated(world.books, world))
    for kind in (OperationKind.DELETE_LABEL, OperationKind.MERGE_LABELS):
        world.tasks[kind] = lambda: LabelRemoval(store, lambda _book_id, _label_id: None, now=world.clock)
    yield world
    assert_whole(world.books, world.operations, BOOK.id)


@pytest.fixture
def remover(world: TaskWorld) -> LabelRemover:
    return LabelRemover(cast(BookStore, Fated(world.books, world)), world.starter)


def labelled(world: TaskWorld, *sets: tuple[str, ...]) -> list[Contact]:
    return list(world.pen.write(*(creation(new_contact(label_ids=ids)) for ids in sets), labels=LABELS))


def ids_on_contacts(world: TaskWorld) -> list[tuple[str, ...]]:
    return [contact.label_ids for contact in world.books.list_by_id(BOOK.id, limit=1000)]


def shown(world: TaskWorld) -> list[tuple[str, ...]]:
    labels = world.books.get_labels(BOOK.id)
    return [labels.names_of(ids) for ids in ids_on_contacts(world)]


def writer_to(world: TaskWorld) -> BookWriter:
    return BookWriter(world.books, timing=TIMING, new_commit_id=world.new_id)


def counts(world: TaskWorld) -> dict[str, int]:
    counter = LabelCounter(world.books, MemoryLabelCounts(world.database), timing=TIMING)
    return {each.id: each.contacts for each in counter.all(BOOK.id)}


Ids = list[tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Removal:
    """A request, and what contacts refer to, show and count as after it."""

    ask: Callable[[LabelRemover], Operation]
    ids: Ids
    names: Ids
    counted: dict[str, int]


def delete(remover: LabelRemover) -> Operation:
    return remover.delete(BOOK.id, "a", actor="actor")


def merge(remover: LabelRemover) -> Operation:
    return remover.merge(BOOK.id, "a", "b", actor="actor")


DELETION = Removal(
    ask=delete,
    ids=[(), ("b",), ("b",), (), ("c",)],
    names=[(), ("Mates",), ("Mates",), (), ("Work",)],
    counted={"b": 2, "c": 1},
)
MERGER = Removal(
    ask=merge,
    ids=[("b",), ("b",), ("b",), (), ("b", "c")],
    names=[("Mates",), ("Mates",), ("Mates",), (), ("Mates", "Work")],
    counted={"b": 4, "c": 1},
)
EITHER = pytest.mark.parametrize("removal", [DELETION, MERGER], ids=["delete", "merge"])


@EITHER
def test_it_shows_at_once_and_every_contact_is_rewritten_later(
    world: TaskWorld,
    remover: LabelRemover,
    removal: Removal,
) -> None:
    contacts = labelled(world, *SETS)
    operation = removal.ask(remover)
    assert (operation.first_revision, operation.last_revision) == (6, 6)
    assert ids_on_contacts(world) == list(SETS)
    assert (shown(world), counts(world)) == (removal.names, removal.counted)
    world.drain()
    assert ids_on_contacts(world) == removal.ids
    assert (shown(world), counts(world)) == (removal.names, removal.counted)
    labels = world.books.get_labels(BOOK.id)
    assert (dict(labels.names), labels.colors, labels.removed) == ({"b": "Mates", "c": "Work"}, {}, {})
    ended = world.found(operation)
    assert (ended.state, ended.done, ended.total) == (OperationState.DONE, 5, 5)
    untouched = world.books.load(BOOK.id, [contacts[2].id, contacts[3].id]).contacts
    assert list(untouched.values()) == contacts[2:4]


def test_the_history_has_all_that_it_takes_to_undo_it(world: TaskWorld, remover: LabelRemover) -> None:
    contacts = labelled(world, *SETS)
    operation = merge(remover)
    world.drain()
    changes = world.books.list_changes(BOOK.id, after_revision=5, limit=20)
    assert {change.operation_id for change in changes} == {operation.id}
    assert changes[0].labels is not None
    assert changes[0].labels.before == {"a": Label(name="Friends", color="#112233")}
    assert (changes[0].labels.after, changes[0].labels.merged) == ({"a": None}, {"a": "b"})
    previous = [change.previous for change in changes if change.previous]
    assert previous == [contact for contact in contacts if "a" in contact.label_ids]
    assert world.found(operation).last_revision == changes[-1].revision


def test_contacts_in_the_trash_lose_it_too_and_stay_there(world: TaskWorld, remover: LabelRemover) -> None:
    [kept, gone] = labelled(world, ("a",), ("a", "c"))
    world.pen.trash(gone)
    operation = delete(remover)
    world.drain()
    assert ids_on_contacts(world) == [(), ("c",)]
    [trashed] = world.books.list_trash(BOOK.id, limit=9).contacts
    assert (trashed.id, trashed.trashed_at is not None) == (gone.id, True)
    assert (world.found(operation).done, world.books.load(BOOK.id).book.contact_count) == (1, 1)
    assert kept.id != gone.id


def test_emptying_the_trash_takes_contacts_that_have_been_rewritten_since(
    world: TaskWorld, remover: LabelRemover
) -> None:
    [gone] = labelled(world, ("a",))
    world.pen.write(
        ContactWrite(kind=ChangeKind.TRASHED, contact=replace(gone, trashed_at=world.clock()), previous=gone)
    )
    world.clock.advance(PAUSE)
    world.tasks[OperationKind.EMPTY_TRASH] = lambda: Purging(
        world.books, MemoryHistoryEraser(world.database), world.photos
    )
    purging = TrashPurger(world.books, world.starter, now=world.clock).empty(BOOK.id, actor="actor")
    first = next(iter(world.queue))
    held = world.queue.pop(first)
    delete(remover)
    world.drain()
    assert ids_on_contacts(world) == [()]
    world.queue[first] = held
    world.drain()
    assert world.found(purging).done == 1
    assert ids_on_contacts(world) == []


@pytest.mark.parametrize(
    "count",
    [MAX_CONTACTS_PER_RANGE - 1, MAX_CONTACTS_PER_RANGE, MAX_CONTACTS_PER_RANGE + 1, 2 * MAX_CONTACTS_PER_RANGE + 5],
)
def test_a_large_book_is_rewritten_in_ranges(
    world: TaskWorld, remover: LabelRemover, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(stretches, "CONTACTS_AT_ONCE", 60)
    labelled(world, *[("a",)] * 40)
    for start in range(40, count, 40):
        world.pen.write(*(creation(new_contact(label_ids=("a",))) for _ in range(min(40, count - start))))
    operation = delete(remover)
    world.drain()
    assert ids_on_contacts(world) == [()] * count
    assert (world.found(operation).done, world.books.get_labels(BOOK.id).removed) == (count, {})


@EITHER
@pytest.mark.parametrize("number", range(14))
@pytest.mark.parametrize("blow", [kill, lose_the_answer])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_it_happens_once_whatever_call_the_worker_is_struck_at(
    world: TaskWorld,
    remover: LabelRemover,
    removal: Removal,
    blow: Callable[[], object],
    after: bool,
    number: int,
) -> None:
    labelled(world, *SETS)
    operation = removal.ask(remover)
    world.strike(**{f"n{number}": Blow(blow, after=after)})
    world.clock.advance(PAUSE)
    world.deliver(next(iter(world.queue)))
    world.drain()
    assert (ids_on_contacts(world), shown(world), counts(world)) == (removal.ids, removal.names, removal.counted)
    assert world.found(operation).state == OperationState.DONE
    rewritten = world.books.list_changes(BOOK.id, after_revision=6, limit=20)
    assert sum(change.previous is not None for change in rewritten) == 3


@EITHER
@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("blow", [kill, lose_the_answer])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_request_that_is_struck_removes_the_label_with_an_operation_or_not_at_all(
    world: TaskWorld,
    remover: LabelRemover,
    removal: Removal,
    blow: Callable[[], object],
    after: bool,
    number: int,
) -> None:
    labelled(world, *SETS)
    world.strike(**{f"n{number}": Blow(blow, after=after)})
    with suppress(KilledError, OutcomeUnknownError):
        removal.ask(remover)
    world.drain()
    if "a" in world.books.get_labels(BOOK.id).names:
        assert ids_on_contacts(world) == list(SETS)
    else:
        assert (ids_on_contacts(world), counts(world)) == (removal.ids, removal.counted)


def test_labels_merged_one_after_the_other_are_the_last_one(world: TaskWorld, remover: LabelRemover) -> None:
    labelled(world, *SETS)
    merge(remover)
    remover.merge(BOOK.id, "b", "c", actor="actor")
    expected = [("Work",), ("Work",), ("Work",), (), ("Work",)]
    assert shown(world) == expected
    world.drain()
    assert (shown(world), counts(world)) == (expected, {"c": 4})
    assert ids_on_contacts(world) == [("c",), ("c",), ("c",), (), ("c",)]
    assert world.books.get_labels(BOOK.id).removed == {}


def test_what_was_merged_into_a_label_goes_with_it(world: TaskWorld, remover: LabelRemover) -> None:
    labelled(world, *SETS)
    merge(remover)
    remover.delete(BOOK.id, "b", actor="actor")
    assert shown(world) == [(), (), (), (), ("Work",)]
    world.drain()
    assert ids_on_contacts(world) == [(), (), (), (), ("c",)]


def test_a_writer_with_labels_from_before_leaves_no_dangling_id(world: TaskWorld, remover: LabelRemover) -> None:
    """It has read the label before it was removed, and everything is done when it writes."""
    labelled(world, *SETS)
    waiting = [True]

    def decide(state: BookState) -> Plan:
        label_ids, labels = state.labels.with_tags(("friends",), lambda: "new", base=state.labels)
        if waiting.pop() if waiting else False:
            delete(remover)
            world.drain()
        changed = labels if labels is not state.labels else None
        return Plan(writes=(creation(new_contact(label_ids=label_ids)),), labels=changed)

    writer_to(world).write(BOOK.id, actor="actor", at=world.clock(), labels=True, decide=decide)
    assert ids_on_contacts(world)[-1] == ("new",)
    assert shown(world)[-1] == ("friends",)
    assert not any("a" in ids for ids in ids_on_contacts(world))


def test_contacts_that_change_between_ranges_keep_their_changes(world: TaskWorld, remover: LabelRemover) -> None:
    contacts = labelled(world, *SETS)
    operation = delete(remover)
    first = LabelRemoval(world.books, lambda _book_id, _label_id: None, now=world.clock).next_range(
        BOOK.id, world.found(operation)
    )
    edited = world.pen.update(contacts[0], notes="edited")
    step = first.decide(world.books.load(BOOK.id, first.contact_ids, labels=True))
    assert [(write.previous, write.contact.details.notes) for write in step.writes] == [
        (edited, "edited"),
        (contacts[1], ""),
    ]
    world.drain()
    assert not any("a" in ids for ids in ids_on_contacts(world))
    assert world.books.load(BOOK.id, [edited.id]).contacts[edited.id].details.notes == "edited"


def test_a_label_that_was_brought_back_stays(world: TaskWorld, remover: LabelRemover) -> None:
    labelled(world, *SETS)
    operation = delete(remover)
    back = Plan(writes=(), labels=replace(LABELS, revision=3))
    writer_to(world).write(BOOK.id, actor="actor", at=world.clock(), labels=True, decide=lambda _: back)
    world.drain()
    assert ids_on_contacts(world) == list(SETS)
    assert world.books.load(BOOK.id).book.revision == 7, "no contact is written"
    assert world.found(operation).state == OperationState.DONE


def test_one_that_is_cancelled_leaves_the_label_removed(world: TaskWorld, remover: LabelRemover) -> None:
    labelled(world, *SETS)
    operation = merge(remover)
    cancelled = operation.moved(OperationState.CANCELLED, world.clock())
    world.operations.save(BOOK.id, OperationWrite(before=operation, after=cancelled))
    world.drain()
    assert ids_on_contacts(world) == list(SETS)
    assert shown(world) == MERGER.names


def test_a_label_that_there_is_not_is_refused_and_nothing_is_sent(world: TaskWorld, remover: LabelRemover) -> None:
    labelled(world, *SETS)
    delete(remover)
    sent = len(world.queue)
    for label_id in ("a", "unknown"):
        with pytest.raises(LabelNotFoundError):
            remover.delete(BOOK.id, label_id, actor="actor")
        with pytest.raises(LabelNotFoundError):
            remover.merge(BOOK.id, label_id, "b", actor="actor")
        with pytest.raises(InvalidInputError):
            remover.merge(BOOK.id, "b", label_id, actor="actor")
    with pytest.raises(InvalidInputError):
        remover.merge(BOOK.id, "b", "b", actor="actor")
    assert len(world.queue) == sent
    with pytest.raises(AccountGoneError):
        remover.delete("nobody", "a", actor="actor")


def test_a_repeated_key_returns_the_operation_of_the_first_request(world: TaskWorld, remover: LabelRemover) -> None:
    labelled(world, *SETS)
    first = remover.delete(BOOK.id, "a", actor="actor", idempotency_key="k")
    world.drain()
    again = remover.delete(BOOK.id, "a", actor="actor", idempotency_key="k")
    assert (again.id, again.state) == (first.id, OperationState.DONE)
    assert not world.queue
    for other in ("a", "b"):
        with pytest.raises(IdempotencyKeyReusedError):
            remover.merge(BOOK.id, other, "c", actor="actor", idempotency_key="k")
    with pytest.raises(LabelNotFoundError):
        remover.delete(BOOK.id, "a", actor="actor", idempotency_key="other")
