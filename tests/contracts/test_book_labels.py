"""Which labels the contacts of a book have, and when the head says that the list of labels has changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.labels import Labels
from shared.services.ports.conflicts import RaceLostError
from tests.contracts.conftest import Engine
from tests.support.book_builder import BookBuilder, creation, new_contact


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    return BookBuilder(engine.store, engine.new_book())


def test_labels_in_use_are_those_of_all_contacts_also_in_the_trash(pen: BookBuilder) -> None:
    contacts = pen.write(*(creation(new_contact(label_ids=ids)) for ids in (("a", "b"), ("b", "c"), (), ("d",))))
    pen.trash(contacts[3])
    pen.trash(pen.update(contacts[2], notes="x"))
    assert pen.store.label_ids_in_use(pen.book, besides=()) == {"a", "b", "c", "d"}
    assert pen.store.label_ids_in_use(pen.book, besides=[contacts[0].id, contacts[3].id]) == {"b", "c"}


def test_a_book_without_contacts_uses_no_labels(pen: BookBuilder) -> None:
    assert pen.store.label_ids_in_use(pen.book, besides=()) == frozenset()


def test_labels_in_use_are_those_of_this_revision_only(pen: BookBuilder) -> None:
    pen.write(creation(new_contact(label_ids=("a",))))
    before = pen.book
    pen.add()
    for other in (before, replace(pen.book, revision=pen.book.revision + 1)):
        with pytest.raises(RaceLostError):
            pen.store.label_ids_in_use(other, besides=())


def test_other_books_have_other_labels(engine: Engine, pen: BookBuilder) -> None:
    pen.write(creation(new_contact(label_ids=("a",))))
    other = BookBuilder(engine.store, engine.new_book())
    other.write(creation(new_contact(label_ids=("b",))))
    assert pen.store.label_ids_in_use(pen.book, besides=()) == {"a"}


def test_the_head_tells_which_labels_it_goes_with(pen: BookBuilder) -> None:
    revisions = []
    for labels in (None, Labels(revision=1, names={"a": "x"}), None, Labels(revision=2, names={})):
        pen.write(creation(new_contact()), labels=labels)
        head = pen.store.load(pen.book.id).book
        assert head == pen.book
        revisions.append(head.labels_revision)
    assert revisions == [0, 1, 1, 2]
