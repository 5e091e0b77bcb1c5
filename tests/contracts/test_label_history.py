"""Labels that a book has no more are found in its history, and come back with a version that had them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.domain.label_changes import LabelsChange
from shared.domain.labels import Labels
from shared.services.contacts.label_history import LabelHistory
from tests.contracts.conftest import Engine
from tests.support.book_builder import BookBuilder, creation, new_contact

FIRST = Labels(revision=1, names={"a": "Work", "b": "Home", "c": "Chess"})


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    """A book whose labels have changed several times, with other changes in between."""
    pen = BookBuilder(engine.store, engine.new_book())
    pen.write(creation(new_contact(label_ids=("a", "b"))), labels=FIRST)
    return pen


def change(pen: BookBuilder, **members: object) -> None:
    before = pen.store.get_labels(pen.book.id)
    after = replace(before, revision=before.revision + 1, changed_in=pen.book.revision + 1, **members)  # type: ignore[arg-type]
    pen.write(labels=after, labels_change=LabelsChange.between(before, after))
    pen.add()


def names(pen: BookBuilder, *label_ids: str) -> tuple[str, ...]:
    labels = pen.store.get_labels(pen.book.id)
    return LabelHistory(pen.store).including(pen.book.id, labels, label_ids).names_of(label_ids)


def test_labels_that_exist_have_the_names_of_today(pen: BookBuilder) -> None:
    change(pen, names={**FIRST.names, "a": "Job"})
    assert names(pen, "a", "b") == ("Home", "Job")


def test_labels_that_were_removed_have_their_last_names(pen: BookBuilder) -> None:
    change(pen, names={**FIRST.names, "a": "Job"})
    change(pen, names={"b": "Home", "c": "Chess"})
    change(pen, names={"c": "Chess"}, removed={"b": ""})
    change(pen, names={"c": "CHESS"})
    assert names(pen, "a", "b", "c") == ("CHESS", "Home", "Job")


def test_a_label_that_was_merged_stands_for_the_other_one(pen: BookBuilder) -> None:
    change(pen, names={"b": "Home", "c": "Chess"}, removed={"a": "c"})
    assert names(pen, "a", "c") == ("Chess",)
    change(pen, names={"b": "Home", "c": "Go"}, removed={})
    assert names(pen, "a", "c") == ("Go",)
    change(pen, names={"b": "Home"})
    assert names(pen, "a") == ("Work",)


def test_an_id_that_never_was_a_label_has_no_name(pen: BookBuilder) -> None:
    change(pen, names={"b": "Home"})
    assert names(pen, "x", "b") == ("Home",)
