"""An operation is written with the contacts that it changes, and only by whoever has read its latest state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.books import Book
from shared.domain.labels import Labels
from shared.domain.operations import Lease, Operation, OperationState
from shared.services.ports.commits import Commit, InvalidCommitError
from shared.services.ports.conflicts import (
    AlreadyDoneError,
    BookMissingError,
    OperationMovedError,
    RaceLostError,
)
from shared.services.ports.operations import OperationWrite
from shared.services.ports.receipts import Receipt
from tests.contracts.conftest import Engine
from tests.support.book_builder import NOON, BookBuilder, commit_of, creation, new_contact, new_operation

FULL = replace(
    new_operation(),
    state="from tomorrow",
    parameters={"region": "UA", "nothing": None, "none": []},
    cursor={"after": "х"},
    done=49,
    total=50_000,
    first_revision=1,
    last_revision=49,
    problem="No room.",
    lease=Lease(owner="worker", until=NOON + timedelta(seconds=90)),
    undoes="another",
    undone_by="a third",
    version=7,
)


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    return BookBuilder(engine.store, engine.new_book())


def begun(engine: Engine, book_id: str) -> Operation:
    operation = new_operation()
    engine.operations.save(book_id, OperationWrite(after=operation))
    return operation


def next_of(operation: Operation) -> OperationWrite:
    return OperationWrite(before=operation, after=operation.moved(OperationState.RUNNING, NOON))


def test_an_operation_is_read_as_it_was_written(engine: Engine, pen: BookBuilder) -> None:
    first = new_operation()
    engine.operations.save(pen.book.id, OperationWrite(after=first))
    assert engine.operations.find(pen.book.id, first.id) == first
    second = replace(FULL, id=first.id)
    engine.operations.save(pen.book.id, OperationWrite(before=first, after=second))
    assert engine.operations.find(pen.book.id, first.id) == second
    third = replace(first, version=8)
    engine.operations.save(pen.book.id, OperationWrite(before=second, after=third))
    assert engine.operations.find(pen.book.id, first.id) == third


def test_another_books_operation_is_not_found(engine: Engine, pen: BookBuilder) -> None:
    operation = begun(engine, engine.new_book().id)
    assert engine.operations.find(pen.book.id, operation.id) is None
    assert engine.operations.list_latest(pen.book.id, limit=9) == []


def test_operations_are_listed_latest_first(engine: Engine, pen: BookBuilder) -> None:
    first, second, third = (begun(engine, pen.book.id) for _ in range(3))
    pen.add()
    assert engine.operations.list_latest(pen.book.id, limit=9) == [third, second, first]
    assert engine.operations.list_latest(pen.book.id, limit=2) == [third, second]
    assert engine.operations.list_latest(pen.book.id, limit=2, before=third.id) == [second, first]
    assert engine.operations.list_latest(pen.book.id, limit=2, before=first.id) == []


Save = Callable[[Engine, BookBuilder, OperationWrite], None]


def alone(engine: Engine, pen: BookBuilder, write: OperationWrite) -> None:
    engine.operations.save(pen.book.id, write)


def in_a_commit_without_changes(engine: Engine, pen: BookBuilder, write: OperationWrite) -> None:
    engine.store.commit(commit_of(pen.book, operation=write))


def with_contacts(engine: Engine, pen: BookBuilder, write: OperationWrite) -> None:
    engine.store.commit(commit_of(pen.store.load(pen.book.id).book, creation(new_contact()), operation=write))


def with_contacts_and_labels(engine: Engine, pen: BookBuilder, write: OperationWrite) -> None:
    labels = pen.store.get_labels(pen.book.id)
    newer = replace(labels, revision=labels.revision + 1)
    base = pen.store.load(pen.book.id).book
    engine.store.commit(commit_of(base, creation(new_contact()), labels=newer, operation=write))


SAVES = pytest.mark.parametrize("save", [alone, in_a_commit_without_changes, with_contacts, with_contacts_and_labels])


@SAVES
def test_an_operation_is_written_once_for_each_state_read(engine: Engine, pen: BookBuilder, save: Save) -> None:
    operation = new_operation()
    save(engine, pen, OperationWrite(after=operation))
    write = next_of(operation)
    save(engine, pen, write)
    for late in (OperationWrite(after=operation), write):
        with pytest.raises(OperationMovedError):
            save(engine, pen, late)
    assert engine.operations.find(pen.book.id, operation.id) == write.after


@SAVES
def test_an_operation_that_is_gone_is_not_written_again(engine: Engine, pen: BookBuilder, save: Save) -> None:
    with pytest.raises(OperationMovedError):
        save(engine, pen, next_of(new_operation()))


def test_a_moved_operation_keeps_contacts_from_being_written(engine: Engine, pen: BookBuilder) -> None:
    operation = begun(engine, pen.book.id)
    engine.operations.save(pen.book.id, next_of(operation))
    contact = new_contact()
    with pytest.raises(OperationMovedError):
        engine.store.commit(commit_of(pen.book, creation(contact), operation=next_of(operation)))
    state = engine.store.load(pen.book.id, [contact.id])
    assert (state.book, state.contacts) == (pen.book, {})
    assert engine.store.list_changes(pen.book.id, after_revision=0, limit=9) == []


def test_a_lost_race_keeps_the_operation_from_being_written(engine: Engine, pen: BookBuilder) -> None:
    operation = begun(engine, pen.book.id)
    stale = pen.book
    pen.add()
    with pytest.raises(RaceLostError) as lost:
        engine.store.commit(commit_of(stale, creation(new_contact()), operation=next_of(operation)))
    assert lost.value.book is not None
    assert engine.operations.find(pen.book.id, operation.id) == operation


def test_a_moved_operation_matters_more_than_a_lost_race(engine: Engine, pen: BookBuilder) -> None:
    operation = begun(engine, pen.book.id)
    stale = pen.book
    pen.add()
    engine.operations.save(pen.book.id, next_of(operation))
    with pytest.raises(OperationMovedError):
        engine.store.commit(commit_of(stale, creation(new_contact()), operation=next_of(operation)))


def test_a_missing_book_matters_more_than_a_moved_operation(engine: Engine) -> None:
    commit = commit_of(Book(id="nobody's"), creation(new_contact()), operation=next_of(new_operation()))
    with pytest.raises(BookMissingError):
        engine.store.commit(commit)


def test_a_commit_without_changes_takes_no_revision_whatever_the_book_is_at(engine: Engine, pen: BookBuilder) -> None:
    stale = pen.book
    pen.add()
    engine.store.commit(commit_of(stale, operation=OperationWrite(after=new_operation())))
    assert engine.store.load(pen.book.id).book == pen.book
    assert len(engine.store.list_changes(pen.book.id, after_revision=0, limit=9)) == 1


def test_an_operation_can_begin_with_a_receipt_and_begins_once(engine: Engine, pen: BookBuilder) -> None:
    def begin(operation: Operation) -> Commit:
        receipt = Receipt(
            key=f"key of {pen.book.id}", fingerprint="f", made_id=operation.id, expires_at=NOON + timedelta(hours=1)
        )
        return commit_of(pen.book, operation=OperationWrite(after=operation), receipt=receipt)

    first, second = new_operation(), new_operation()
    engine.store.commit(begin(first))
    with pytest.raises(AlreadyDoneError) as done:
        engine.store.commit(begin(second))
    assert done.value.receipt.made_id == first.id
    assert engine.operations.list_latest(pen.book.id, limit=9) == [first]


def test_the_largest_commit_leaves_room_for_an_operation(engine: Engine, pen: BookBuilder) -> None:
    writes = [creation(new_contact()) for _ in range(49)]
    operation = OperationWrite(after=new_operation())
    engine.store.commit(commit_of(pen.book, *writes, operation=operation))
    with pytest.raises(InvalidCommitError):
        engine.store.commit(commit_of(pen.book, *writes, operation=operation, labels=Labels(revision=1)))
    with pytest.raises(InvalidCommitError):
        engine.store.commit(commit_of(pen.book, operation=operation, labels=Labels(revision=1)))


def test_an_operation_and_the_one_that_it_takes_back_are_written_together_or_not_at_all(
    engine: Engine, pen: BookBuilder
) -> None:
    undone, undo, late = begun(engine, pen.book.id), new_operation(), new_operation()

    def take_back(by: Operation) -> Commit:
        write = OperationWrite(before=undone, after=undone.taken_back(by.id, NOON))
        return replace(commit_of(pen.book, operation=OperationWrite(after=by)), undone=write)

    engine.store.commit(take_back(undo))
    with pytest.raises(OperationMovedError):
        engine.store.commit(take_back(late))
    with pytest.raises(OperationMovedError):
        engine.store.commit(take_back(undo))
    found = engine.operations.find(pen.book.id, undone.id)
    assert found is not None
    assert found.undone_by == undo.id
    assert engine.operations.find(pen.book.id, undo.id) == undo
    assert engine.operations.find(pen.book.id, late.id) is None
