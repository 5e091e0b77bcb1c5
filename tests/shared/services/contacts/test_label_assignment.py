"""A label is given to contacts, and taken off them, once each and in no other, whatever happens to the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from shared.adapters.romanization import romanized
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.details import MAX_TAGS
from shared.domain.contacts.queries import ContactQuery
from shared.domain.errors import AccountGoneError, LabelNotFoundError
from shared.domain.labels import Labels
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.contacts import label_assignment
from shared.services.contacts.label_assignment import Assignment, LabelAssigner, LabelAssignment
from shared.services.ports.books import BookStore
from shared.services.ports.commits import MAX_CONTACTS_PER_RANGE
from tests.support.book_builder import creation, new_contact
from tests.support.checked_books import assert_whole
from tests.support.task_world import BOOK, Blow, Fated, TaskWorld, kill, lose_the_answer

LABELS = Labels(revision=1, names={"a": "Friends", "b": "Mates"})
UNKNOWN = "01JD9Z6M3K8QF5T2V7W4X0Y1R2"
PAUSE = timedelta(seconds=2)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[TaskWorld]:
    monkeypatch.setattr(label_assignment, "CONTACTS_AT_ONCE", 3)
    world = TaskWorld()
    store = cast(BookStore, Fated(world.books, world))
    world.tasks[OperationKind.ASSIGN_LABEL] = lambda: LabelAssignment(store, romanized, now=world.clock)
    yield world
    assert_whole(world.books, world.operations, BOOK.id)


def write(world: TaskWorld, *contacts: tuple[str, tuple[str, ...]], labels: Labels | None = LABELS) -> list[Contact]:
    creations = (creation(new_contact(name, label_ids=ids)) for name, ids in contacts)
    return list(world.pen.write(*creations, labels=labels))


def start(world: TaskWorld, assignment: Assignment) -> Operation:
    return LabelAssigner(world.books, world.starter).assign(BOOK.id, "a", assignment, actor="actor")


def carry_out(world: TaskWorld, assignment: Assignment) -> Operation:
    operation = start(world, assignment)
    world.drain()
    return world.found(operation)


def found_by(text: str = "", tag: str = "", *, adds: bool = True) -> Assignment:
    return Assignment(query=ContactQuery.of(text, tag), adds=adds)


def ids_on_contacts(world: TaskWorld) -> list[tuple[str, ...]]:
    return [contact.label_ids for contact in world.books.list_by_id(BOOK.id, limit=1000)]


def test_named_contacts_get_it_and_lose_it_and_others_stay_as_they_are(world: TaskWorld) -> None:
    contacts = write(world, ("Ada", ()), ("Bo", ("a", "b")), ("Cy", ("a",)), ("Di", ("b",)), ("Ed", ()))
    ada, bo, cy, di, _ = (contact.id for contact in contacts)
    operation = carry_out(world, Assignment(add=[ada, cy, di], remove=[bo]))
    assert ids_on_contacts(world) == [("a",), ("b",), ("a",), ("a", "b"), ()]
    changes = world.books.list_changes(BOOK.id, after_revision=5, limit=9)
    assert [(each.contact_id, each.operation_id) for each in changes] == [(one, operation.id) for one in (ada, di, bo)]
    assert [each.previous for each in changes] == [contacts[0], contacts[3], contacts[1]]
    assert (operation.state, operation.done, operation.total, operation.problem) == (OperationState.DONE, 4, 4, None)


def test_what_is_left_out_is_counted(world: TaskWorld) -> None:
    full = tuple(sorted(f"{number:02}" for number in range(MAX_TAGS)))
    labels = replace(LABELS, names={**LABELS.names, **dict(zip(full, full, strict=True))})
    one, two, gone = write(world, ("Full", full), ("Almost", full[1:]), ("Gone", ()), labels=labels)
    world.pen.trash(gone)
    operation = carry_out(world, Assignment(add=[one.id, two.id, gone.id, UNKNOWN], remove=[gone.id]))
    assert ids_on_contacts(world) == [full, (*full[1:], "a"), ()]
    assert (operation.state, operation.done, operation.total) == (OperationState.DONE, 5, 5)
    assert operation.problem == (
        "Contacts that were left out: 3 not in the book, or in the trash, 1 with 50 tags already."
    )


@pytest.mark.parametrize(
    ("assignment", "expected"),
    [
        (found_by("ada"), [("a",), ("a", "b"), (), ("b",), ("b",)]),
        (found_by(tag="mates"), [(), ("a", "b"), (), ("a", "b"), ("b",)]),
        (found_by("ada", "mates", adds=False), [(), ("b",), (), ("b",), ("b",)]),
        (found_by(tag="Friends", adds=False), [(), ("b",), (), ("b",), ("b",)]),
        (found_by(), [("a",), ("a", "b"), ("a",), ("a", "b"), ("b",)]),
        (found_by(tag="nothing"), [(), ("a", "b"), (), ("b",), ("b",)]),
    ],
)
def test_a_filter_finds_live_contacts_as_the_list_does(
    world: TaskWorld, assignment: Assignment, expected: list[tuple[str, ...]]
) -> None:
    *_, gone = write(world, ("Ada", ()), ("Ada", ("a", "b")), ("Bo", ()), ("Cy", ("b",)), ("Ada", ("b",)))
    world.pen.trash(gone)
    operation = carry_out(world, assignment)
    assert ids_on_contacts(world) == expected
    assert (operation.state, operation.problem) == (OperationState.DONE, None)
    assert operation.done == operation.total == (0 if assignment == found_by(tag="nothing") else 4)


def test_a_contact_that_no_longer_matches_when_its_turn_comes_is_left_alone(world: TaskWorld) -> None:
    ada, bo, cy = write(world, ("Ada", ()), ("Ada", ()), ("Ada", ()))
    operation = start(world, found_by("ada"))
    following = LabelAssignment(world.books, romanized, now=world.clock).next_range(BOOK.id, operation)
    world.pen.update(ada, first_name="Zoe")
    world.pen.trash(bo)
    step = following.decide(world.books.load(BOOK.id, following.contact_ids, labels=True))
    assert [write.contact.id for write in step.writes] == [cy.id]


@pytest.mark.parametrize("count", [MAX_CONTACTS_PER_RANGE, MAX_CONTACTS_PER_RANGE + 1, 2 * MAX_CONTACTS_PER_RANGE + 5])
@pytest.mark.parametrize("is_filter", [True, False])
def test_many_contacts_take_several_ranges(
    world: TaskWorld, monkeypatch: pytest.MonkeyPatch, count: int, is_filter: bool
) -> None:
    monkeypatch.setattr(label_assignment, "CONTACTS_AT_ONCE", 60)
    ids: list[str] = []
    for start_at in range(0, count, 40):
        contacts = [("Ada", ())] * min(40, count - start_at)
        ids += [contact.id for contact in write(world, *contacts, labels=None if ids else LABELS)]
    started = start(world, found_by("ada") if is_filter else Assignment(add=ids))
    assert (
        len(LabelAssignment(world.books, romanized, now=world.clock).next_range(BOOK.id, started).contact_ids)
        == MAX_CONTACTS_PER_RANGE
    )
    world.drain()
    operation = world.found(started)
    assert ids_on_contacts(world) == [("a",)] * count
    assert (operation.done, operation.total, operation.last_revision) == (count, count, 2 * count)


def test_what_is_left_out_is_counted_over_all_ranges(world: TaskWorld) -> None:
    write(world, ("Ada", ()))
    operation = carry_out(world, Assignment(add=[f"{number:026}" for number in range(MAX_CONTACTS_PER_RANGE + 7)]))
    assert (
        operation.problem
        == f"Contacts that were left out: {MAX_CONTACTS_PER_RANGE + 7} not in the book, or in the trash."
    )


def test_contacts_that_are_too_large_for_one_commit_take_several(world: TaskWorld) -> None:
    written = [*write(world, *[("Ada", ())] * 40), *write(world, *[("Ada", ())] * 8, labels=None)]
    contacts = [world.pen.update(contact, notes="ж" * 15_900) for contact in written]
    before = world.books.load(BOOK.id).book.revision
    operation = carry_out(world, Assignment(add=[contact.id for contact in contacts]))
    assert (operation.done, operation.problem) == (48, None)
    assert world.books.load(BOOK.id).book.revision == before + 48


@pytest.mark.parametrize("assignment", [found_by("ada"), found_by("ada", adds=False)], ids=["add", "remove"])
@pytest.mark.parametrize("number", range(16))
@pytest.mark.parametrize("blow", [kill, lose_the_answer])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_it_happens_once_whatever_call_the_worker_is_struck_at(
    world: TaskWorld, assignment: Assignment, number: int, blow: Callable[[], object], after: bool
) -> None:
    write(world, *[("Ada", ()), ("Ada", ("a",))] * 4)
    operation = start(world, assignment)
    world.strike(**{f"n{number}": Blow(blow, after=after)})
    world.clock.advance(PAUSE)
    world.deliver(next(iter(world.queue)))
    world.drain()
    assert ids_on_contacts(world) == [("a",) if assignment.adds else ()] * 8
    ended = world.found(operation)
    assert (ended.state, ended.done, ended.last_revision) == (OperationState.DONE, 8, 12)


def test_a_label_that_was_merged_meanwhile_stands_for_the_other_one(world: TaskWorld) -> None:
    ada, bo = write(world, ("Ada", ()), ("Bo", ("a",)))
    operation = start(world, Assignment(add=[ada.id], remove=[bo.id]))
    world.pen.write(creation(new_contact()), labels=LABELS.without("a", into="b"))
    world.drain()
    assert ids_on_contacts(world) == [("b",), (), ()]
    assert world.found(operation).state == OperationState.DONE


def test_a_label_that_was_deleted_meanwhile_ends_it_with_the_reason(world: TaskWorld) -> None:
    [ada] = write(world, ("Ada", ()))
    operation = start(world, Assignment(add=[ada.id]))
    world.pen.write(creation(new_contact()), labels=LABELS.without("a"))
    world.drain()
    assert ids_on_contacts(world) == [(), ()]
    ended = world.found(operation)
    assert (ended.state, ended.problem) == (OperationState.FAILED, "The label has been deleted.")


def test_an_unknown_label_is_refused_and_nothing_is_sent(world: TaskWorld) -> None:
    assigner = LabelAssigner(world.books, world.starter)
    with pytest.raises(LabelNotFoundError):
        assigner.assign(BOOK.id, "a", found_by(), actor="actor")
    with pytest.raises(AccountGoneError):
        assigner.assign("nobody", "a", found_by(), actor="actor")
    assert not world.queue
