"""What an operation changed becomes what it was, once, whatever happens to the workers and whoever writes meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.documents import Document
from shared.domain.errors import UndoRefusedError
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.contacts.undoing import MAX_LISTED
from shared.services.ports.commits import ContactWrite
from shared.services.ports.operations import OperationWrite
from tests.support.book_builder import creation, new_contact, new_operation, purging, trashing, update
from tests.support.task_world import BOOK, Blow, kill, lose_the_answer
from tests.support.undo_world import UndoWorld


@pytest.fixture
def world() -> UndoWorld:
    return UndoWorld()


def renamed(contacts: Sequence[Contact], name: str = "changed") -> list[ContactWrite]:
    return [update(contact, first_name=name) for contact in contacts]


def test_contacts_that_were_changed_created_and_trashed_are_as_before(world: UndoWorld) -> None:
    ada, bob, carl = world.pen.create("Ada", "Bob", "Carl")
    before = world.shown()
    new = new_contact("New")
    operation = world.carry_out([update(ada, first_name="A"), trashing(bob)], [creation(new), update(carl, notes="x")])
    undo = world.undo(operation)
    assert (undo.state, undo.done, undo.undoes, undo.actor) == (OperationState.DONE, 4, operation.id, "somebody")
    assert world.found(operation).undone_by == undo.id
    shown = world.shown()
    assert shown.pop(new.id)[2] is False, "what was created is in the trash"
    assert shown == before
    world.assert_whole()


def test_an_operation_of_many_ranges_is_undone_between_the_changes_of_others(world: UndoWorld) -> None:
    contacts = [contact for _ in range(4) for contact in world.pen.create(*["Ada"] * 40)]
    before = world.shown()
    ranges = [renamed(contacts[start : start + 20]) for start in range(0, 160, 20)]
    operation = world.carry_out(*ranges)
    other = world.pen.add("other")
    undo = world.undo(operation)
    assert (undo.state, undo.done) == (OperationState.DONE, 160)
    shown = world.shown()
    del shown[other.id]
    assert shown == before
    assert world.books.load(BOOK.id).book.revision == 160 + 160 + 1 + 160
    world.assert_whole()


def test_a_contact_that_was_changed_twice_goes_back_to_the_state_before_both_at_once(world: UndoWorld) -> None:
    ada = world.pen.add("Ada")
    before = world.shown()
    first = update(ada, first_name="one")
    once = first.at_revision(world.pen.book.revision + 1).contact
    operation = world.carry_out([first], [update(once, first_name="two")])
    undo = world.undo(operation)
    assert (undo.state, undo.done) == (OperationState.DONE, 1)
    assert world.shown() == before


def test_an_undo_can_be_undone_and_that_again(world: UndoWorld) -> None:
    contacts = world.pen.create("Ada", "Bob")
    before = world.shown()
    operation = world.carry_out(renamed(contacts))
    after = world.shown()
    undo = world.undo(operation)
    redo = world.undo(undo)
    assert world.shown() == after
    world.undo(redo)
    assert world.shown() == before
    assert "before" in str(world.refused(operation)), "the first one stays undone"
    world.assert_whole()


def test_a_single_change_is_undone_by_its_revision_but_not_twice(world: UndoWorld) -> None:
    ada = world.pen.add("Ada")
    before = world.shown()
    changed = world.pen.update(ada, first_name="x")
    undo = world.undo(f"r{changed.revision}")
    assert (undo.state, undo.undoes) == (OperationState.DONE, f"r{changed.revision}")
    assert world.shown() == before
    assert world.refused(f"r{changed.revision}").contact_ids == (ada.id,)


def test_contacts_that_changed_since_are_named_and_nothing_is_undone(world: UndoWorld) -> None:
    ada, bob, carl = world.pen.create("Ada", "Bob", "Carl")
    operation = world.carry_out(renamed([ada, bob, carl]))
    [bob] = [contact for contact in world.books.list_by_id(BOOK.id, limit=9) if contact.id == bob.id]
    world.pen.update(bob, notes="mine")
    before = world.shown()
    refused = world.refused(operation)
    assert (refused.contact_ids, refused.count) == ((bob.id,), 1)
    assert world.shown() == before


def test_a_long_list_of_conflicts_says_how_many_more_there_are(world: UndoWorld) -> None:
    contacts = [contact for _ in range(3) for contact in world.pen.create(*["Ada"] * 40)]
    operation = world.carry_out(*(renamed(contacts[start : start + 40]) for start in (0, 40, 80)))
    for start in (0, 40, 80):
        world.pen.write(*renamed(world.books.list_by_id(BOOK.id, limit=120)[start : start + 40], "mine"))
    refused = world.refused(operation)
    assert (len(refused.contact_ids), refused.count) == (MAX_LISTED, 120)
    assert "20 more" in str(refused)


def test_what_changes_after_the_request_is_left_and_named_and_the_rest_is_undone(world: UndoWorld) -> None:
    ada, bob = world.pen.create("Ada", "Bob")
    operation = world.carry_out(renamed([ada, bob]))
    undo = world.undoer.undo(BOOK.id, operation.id, actor="somebody")
    world.pen.update(world.books.load(BOOK.id, [bob.id]).contacts[bob.id], notes="mine")
    world.drain()
    ended = world.found(undo)
    assert ended.state is OperationState.FAILED
    assert ended.problem is not None
    assert f"1 contacts have changed since, such as {bob.id}" in ended.problem
    found = world.books.load(BOOK.id, [ada.id, bob.id]).contacts
    assert found[ada.id].document == ada.document
    assert (found[bob.id].details.first_name, found[bob.id].details.notes) == ("changed", "mine")
    world.assert_whole()


@pytest.mark.parametrize(
    ("state", "kind", "why"),
    [
        (OperationState.RUNNING, "batch", "still going on"),
        (OperationState.DONE, OperationKind.EMPTY_TRASH, "gone for good"),
        (OperationState.DONE, OperationKind.FIND_DUPLICATES, "changed nothing"),
    ],
)
def test_what_cannot_be_undone_is_refused_with_the_reason(
    world: UndoWorld, state: OperationState, kind: str, why: str
) -> None:
    operation = replace(new_operation(kind), state=state)
    world.operations.save(BOOK.id, OperationWrite(after=operation))
    assert why in str(world.refused(operation))


def test_a_removal_for_good_and_a_label_that_was_only_created_stay(world: UndoWorld) -> None:
    removed = world.pen.write(purging(world.pen.trash(world.pen.add())))[0]
    assert "gone for good" in str(world.refused(f"r{removed.revision}"))
    operation = world.carry_out(renamed(world.pen.create("Ada")))
    world.database.shelves[BOOK.id].changes[-1] = replace(world.database.shelves[BOOK.id].changes[-1], previous=None)
    assert world.refused(operation).count == 1, "its state before was erased"


def test_both_ends_of_a_relation_come_back(world: UndoWorld) -> None:
    ada, bob = world.pen.create("Ada", "Bob")

    def linked(contact: Contact, value_id: str, other: Contact, inverse_id: str) -> ContactWrite:
        relation = {"id": value_id, "value": "x", "contact_id": other.id, "inverse_id": inverse_id}
        document = Document.of({**contact.document.members, "relations": [relation]})
        return ContactWrite(kind=ChangeKind.UPDATED, contact=replace(contact, document=document), previous=contact)

    ada, bob = world.pen.write(linked(ada, "a", bob, "b"), linked(bob, "b", ada, "a"))
    before = world.shown()
    without = replace(bob, document=Document.of({"first_name": "Bob"}))
    name = {"id": "a", "value": "x"}
    with_name = replace(ada, document=Document.of({**ada.document.members, "relations": [name]}))
    operation = world.carry_out(
        [ContactWrite(kind=ChangeKind.UPDATED, contact=with_name, previous=ada)],
        [ContactWrite(kind=ChangeKind.UPDATED, contact=without, previous=bob)],
    )
    world.undo(operation)
    assert world.shown() == before
    world.assert_whole()


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("strike", [kill, lose_the_answer], ids=["killed", "unanswered"])
@pytest.mark.parametrize("call", range(22))
def test_a_worker_may_be_interrupted_at_any_call(call: int, strike: Callable[[], None], after: bool) -> None:
    world = UndoWorld()
    contacts = [contact for _ in range(2) for contact in world.pen.create(*["Ada"] * 40)]
    before = world.shown()
    operation = world.carry_out(renamed(contacts[:40]), renamed(contacts[40:]))
    undo = world.undoer.undo(BOOK.id, operation.id, actor="somebody")
    world.strike(**{f"n{call}": Blow(strike, after=after)})
    [message_id] = world.queue
    world.clock.advance(timedelta(seconds=10))
    world.deliver(message_id)
    world.drain()
    assert (world.found(undo).state, world.found(undo).done) == (OperationState.DONE, 80)
    assert world.shown() == before
    mine = [change for change in world.database.shelves[BOOK.id].changes if change.operation_id == undo.id]
    assert len(mine) == 80, "once each"
    world.assert_whole()


def test_two_requests_at_once_undo_it_once(world: UndoWorld) -> None:
    [ada] = world.pen.create("Ada")
    operation = world.carry_out(renamed([ada]))
    first: list[Operation] = []

    def meanwhile() -> None:
        first.append(world.undoer.undo(BOOK.id, operation.id, actor="faster"))

    world.strike(n0=Blow(meanwhile))
    with pytest.raises(UndoRefusedError):
        world.undoer.undo(BOOK.id, operation.id, actor="slower")
    world.drain()
    assert world.found(operation).undone_by == first[0].id
    assert [one.id for one in world.operations.list_latest(BOOK.id, limit=9) if one.undoes] == [first[0].id]
    assert world.books.load(BOOK.id, [ada.id]).contacts[ada.id].document == ada.document


def test_others_may_write_while_it_goes_on(world: UndoWorld) -> None:
    contacts = [contact for _ in range(2) for contact in world.pen.create(*["Ada"] * 40)]
    before = world.shown()
    operation = world.carry_out(renamed(contacts[:40]), renamed(contacts[40:]))
    undo = world.undoer.undo(BOOK.id, operation.id, actor="somebody")
    added: list[Contact] = []
    [message_id] = world.queue
    world.strike(**{f"n{call}": Blow(lambda: added.append(world.pen.add("other"))) for call in range(3, 9)})
    world.clock.advance(timedelta(seconds=10))
    world.deliver(message_id)
    world.drain()
    assert world.found(undo).state is OperationState.DONE
    assert added
    assert {key: value for key, value in world.shown().items() if key in before} == before
    world.assert_whole()


def test_an_end_of_a_relation_that_comes_back_before_its_contact_does_not_stand_in_its_way(world: UndoWorld) -> None:
    ada, bob = world.pen.create("Ada", "Bob")
    ends = {
        "a": (ada, {"contact_id": bob.id, "inverse_id": "b"}),
        "b": (bob, {"contact_id": ada.id, "inverse_id": "a"}),
    }

    def with_relation(value_id: str, name: str, **link: str) -> Document:
        return Document.of({"first_name": name, "relations": [{"id": value_id, "value": "x", **link}]})

    ada, bob = world.pen.write(
        *(
            ContactWrite(
                kind=ChangeKind.UPDATED,
                contact=replace(contact, document=with_relation(value_id, contact.details.first_name, **link)),
                previous=contact,
            )
            for value_id, (contact, link) in ends.items()
        )
    )
    others = [contact for _ in range(2) for contact in world.pen.create(*["Carl"] * 40)]
    before = world.shown()
    first = replace(ada, document=with_relation("a", "changed"))
    last = replace(bob, document=Document.of({"first_name": "changed"}))
    operation = world.carry_out(
        [ContactWrite(kind=ChangeKind.UPDATED, contact=first, previous=ada)],
        renamed(others[:40]),
        renamed(others[40:]),
        [ContactWrite(kind=ChangeKind.UPDATED, contact=last, previous=bob)],
    )
    undo = world.undo(operation)
    assert (undo.state, world.shown()) == (OperationState.DONE, before)
    world.assert_whole()


def test_a_contact_that_is_changed_once_it_has_been_undone_is_not_counted_as_left(world: UndoWorld) -> None:
    contacts = [contact for _ in range(2) for contact in world.pen.create(*["Ada"] * 40)]
    ada = contacts[0]
    first = update(ada, first_name="one")
    once = first.at_revision(world.pen.book.revision + 1).contact
    operation = world.carry_out(
        [first], renamed(contacts[1:41]), renamed(contacts[41:]), [update(once, first_name="two")]
    )
    undo = world.undoer.undo(BOOK.id, operation.id, actor="somebody")
    world.has_time = lambda: False
    for _ in range(2):  # the labels, and the first contacts
        world.clock.advance(timedelta(seconds=10))
        world.deliver(next(iter(world.queue)))
    [current] = world.books.load(BOOK.id, [ada.id]).contacts.values()
    assert current.document == ada.document
    world.pen.update(current, notes="mine")
    world.drain()
    assert world.found(undo).state is OperationState.DONE
    assert world.books.load(BOOK.id, [ada.id]).contacts[ada.id].details.notes == "mine"
    world.assert_whole()
