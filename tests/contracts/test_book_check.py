"""A book that was written by commits alone is whole to the checker, on every store; one that was not is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.errors import AccountGoneError
from shared.domain.labels import Labels
from shared.domain.partial_dates import PartialDate
from shared.domain.text.name_orders import NameOrder
from shared.services.books.checking.checker import BookChecker
from shared.services.ports.operations import OperationWrite
from tests.contracts.conftest import Engine
from tests.support.book_builder import (
    NOON,
    BookBuilder,
    commit_of,
    creation,
    new_contact,
    new_operation,
    purging,
    restoring,
    update,
)
from tests.support.checked_books import assert_whole


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    return BookBuilder(engine.store, engine.new_book())


def differences(engine: Engine, book_id: str) -> list[str]:
    return list(BookChecker(engine.store, engine.operations, now=lambda: NOON).differences(book_id))


def test_an_empty_book_is_whole(engine: Engine, pen: BookBuilder) -> None:
    assert_whole(engine.store, engine.operations, pen.book.id)


def test_a_book_with_everything_in_it_is_whole(engine: Engine, pen: BookBuilder) -> None:
    ada, bob, carl, dora = pen.create("Ada", "Біб", "", "Dora")
    ada = pen.update(ada, birthday=PartialDate.parse("1990-05-17"))
    pen.update(bob, birthday=PartialDate.parse("--02-29"))
    carl = pen.trash(carl)
    pen.write(restoring(carl))
    pen.write(purging(pen.trash(dora)))
    pen.trash(pen.add("Eve"))
    pen.write(creation(new_contact(label_ids=("l1",))), labels=Labels(revision=1, names={"l1": "Work"}))
    operation = replace(new_operation(), first_revision=pen.book.revision + 1, last_revision=pen.book.revision + 1)
    engine.store.commit(commit_of(pen.book, update(ada, notes="x"), operation=OperationWrite(after=operation)))
    assert_whole(engine.store, engine.operations, pen.book.id)


@pytest.mark.engines("memory", "moto", because="the stand-in reads long lists slowly")
def test_a_book_of_more_than_a_page_is_whole_also_while_its_order_changes(engine: Engine, pen: BookBuilder) -> None:
    for start in range(0, 280, 40):
        pen.create(*(f"Name {number}" for number in range(start, start + 40)))
    engine.names.begin(engine.store.load(pen.book.id).book, "2A1sv")
    engine.names.move(engine.store.load(pen.book.id).book, 49)
    assert engine.store.load(pen.book.id).book.name_order != NameOrder()
    assert_whole(engine.store, engine.operations, pen.book.id)


def test_a_head_that_counts_wrong_is_found(engine: Engine, pen: BookBuilder) -> None:
    pen.create("Ada", "Bob")
    engine.put_book(replace(engine.store.load(pen.book.id).book, contact_count=5))
    assert differences(engine, pen.book.id) == ["the head counts 5 live contacts, and there are 2"]


def test_a_head_that_lags_behind_is_found(engine: Engine, pen: BookBuilder) -> None:
    pen.add()
    before = pen.book
    bob = pen.add("Bob")
    engine.put_book(replace(before, contact_count=2))
    assert differences(engine, pen.book.id) == [
        f"contact {bob.id}: it has revision 2, and the head 1",
        "the head has revision 1, and the history goes on to 2",
    ]


def test_labels_that_nobody_knows_and_operations_that_are_not_there_are_found(engine: Engine, pen: BookBuilder) -> None:
    [contact] = pen.write(creation(new_contact(label_ids=("l1",))))
    operation = replace(new_operation(), first_revision=7, last_revision=9)
    engine.operations.save(pen.book.id, OperationWrite(after=operation))
    assert differences(engine, pen.book.id) == [
        f"contact {contact.id}: its label l1 is none of the book, and was not removed",
        f"operation {operation.id} has changes 7 to 9, which are none of the book",
    ]


def test_there_is_nothing_to_check_without_a_book(engine: Engine) -> None:
    with pytest.raises(AccountGoneError):
        differences(engine, "nobody's")
