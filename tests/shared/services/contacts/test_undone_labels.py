"""Labels that an operation renamed, merged or removed come back, unless others have changed them since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.errors import UndoRefusedError
from shared.domain.label_changes import LabelsChange
from shared.domain.labels import Labels
from shared.domain.operations import OperationKind, OperationState
from shared.services.books.writer import Plan
from shared.services.contacts.label_removal import LabelRemoval, LabelRemover
from shared.services.ports.operations import OperationWrite
from tests.support.book_builder import commit_of, creation, new_contact, new_operation, update
from tests.support.undo_world import UndoWorld

TWO = Labels(revision=1, names={"l1": "Work", "l2": "Friends"}, colors={"l1": "#112233"})


@pytest.fixture
def world() -> UndoWorld:
    world = UndoWorld()
    world.pen.write(
        creation(new_contact("Ada", label_ids=("l1",))), creation(new_contact("Bob", label_ids=("l2",))), labels=TWO
    )
    return world


def change_labels(world: UndoWorld, **attributes: object) -> str:
    """Write labels as a change of their own, and return the id of that operation."""
    before = world.books.get_labels("book")
    after = replace(before, revision=before.revision + 1, **attributes)  # type: ignore[arg-type]
    world.writer.write("book", actor="a", at=world.clock(), labels=True, decide=lambda _: Plan(writes=(), labels=after))
    return f"r{world.books.load('book').book.revision}"


def labels(world: UndoWorld) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    found = world.books.get_labels("book")
    return dict(found.names), dict(found.colors), dict(found.removed)


def test_a_label_that_was_renamed_and_recoloured_is_as_before(world: UndoWorld) -> None:
    before = labels(world)
    renamed = change_labels(world, names={"l1": "Job", "l2": "Friends"}, colors={"l2": "#445566"})
    undo = world.undo(renamed)
    assert (undo.state, labels(world)) == (OperationState.DONE, before)
    world.assert_whole()


@pytest.mark.parametrize("into", ["", "l2"], ids=["removed", "merged"])
def test_a_label_that_was_removed_comes_back_and_goes_again(world: UndoWorld, into: str) -> None:
    before, shown = labels(world), world.shown()
    removed = change_labels(world, names={"l2": "Friends"}, colors={}, removed={"l1": into})
    after, shown_after = labels(world), world.shown()
    undo = world.undo(removed)
    assert (labels(world), world.shown()) == (before, shown)
    world.undo(undo)
    assert (labels(world), world.shown()) == (after, shown_after)
    world.assert_whole()


def test_labels_and_contacts_of_one_operation_come_back_even_if_the_id_was_forgotten(world: UndoWorld) -> None:
    before, shown = labels(world), world.shown()
    [ada] = [contact for contact in world.books.list_by_id("book", limit=9) if contact.label_ids == ("l1",)]
    without = replace(update(ada), contact=replace(ada, label_ids=()))
    gone = replace(TWO, revision=2, names={"l2": "Friends"}, colors={}, changed_in=3)
    change = LabelsChange.between(TWO, gone)
    operation = replace(new_operation("delete_label"), state=OperationState.DONE, first_revision=3, last_revision=3)
    base = world.books.load("book").book
    world.books.commit(
        commit_of(base, without, labels=gone, labels_change=change, operation=OperationWrite(after=operation))
    )
    assert world.undo(operation).state is OperationState.DONE
    assert (labels(world), world.shown()) == (before, shown)
    world.assert_whole()


def test_labels_that_have_changed_since_are_not_undone(world: UndoWorld) -> None:
    renamed = change_labels(world, names={"l1": "Job", "l2": "Friends"})
    change_labels(world, names={"l1": "Office", "l2": "Friends"})
    assert "labels" in str(world.refused(renamed))


def test_a_name_that_another_label_has_by_now_does_not_come_back(world: UndoWorld) -> None:
    renamed = change_labels(world, names={"l1": "Job", "l2": "Friends"})
    change_labels(world, names={"l1": "Job", "l2": "work"})
    assert "labels" in str(world.refused(renamed))


def test_labels_that_change_after_the_request_are_left_and_named(world: UndoWorld) -> None:
    renamed = change_labels(world, names={"l1": "Job", "l2": "Friends"})
    undo = world.undoer.undo("book", renamed, actor="somebody")
    change_labels(world, names={"l1": "Office", "l2": "Friends"})
    world.drain()
    ended = world.found(undo)
    assert (ended.state, "labels have changed" in str(ended.problem)) == (OperationState.FAILED, True)
    assert labels(world)[0]["l1"] == "Office"


def test_a_label_that_was_only_created_stays(world: UndoWorld) -> None:
    created = change_labels(world, names={**TWO.names, "l3": "New"})
    with pytest.raises(UndoRefusedError, match="only created labels"):
        world.undo(created)


@pytest.mark.parametrize("into", [None, "l2"], ids=["deleted", "merged"])
def test_a_deletion_or_a_merge_of_labels_that_rewrote_contacts_is_undone_and_done_again(
    world: UndoWorld, into: str | None
) -> None:
    for kind in (OperationKind.DELETE_LABEL, OperationKind.MERGE_LABELS):
        world.tasks[kind] = lambda: LabelRemoval(world.books, lambda _book_id, _label_id: None, now=world.clock)
    remover = LabelRemover(world.books, world.starter)
    before, shown = labels(world), world.shown()
    removal = remover.merge("book", "l1", into, actor="a") if into else remover.delete("book", "l1", actor="a")
    world.drain()
    after = world.shown()
    assert "l1" not in labels(world)[0]
    assert labels(world)[2] == {}, "the id is forgotten, as no contact has it any more"
    undo = world.undo(removal)
    assert (undo.state, labels(world), world.shown()) == (OperationState.DONE, before, shown)
    world.undo(undo)
    assert "l1" not in labels(world)[0]
    assert world.shown() == after
    world.assert_whole()


def test_a_contact_does_not_get_back_a_label_that_is_being_removed(world: UndoWorld) -> None:
    world.tasks[OperationKind.DELETE_LABEL] = lambda: LabelRemoval(
        world.books, lambda _book_id, _label_id: None, now=world.clock
    )
    [ada] = [contact for contact in world.books.list_by_id("book", limit=9) if contact.label_ids == ("l1",)]
    operation = world.carry_out([replace(update(ada), contact=replace(ada, label_ids=()))])
    LabelRemover(world.books, world.starter).delete("book", "l1", actor="a")
    [removal] = world.queue
    held = world.queue.pop(removal)
    world.undo(operation)
    assert world.books.load("book", [ada.id]).contacts[ada.id].label_ids == ()
    world.queue[removal] = held
    world.drain()
    world.assert_whole()
