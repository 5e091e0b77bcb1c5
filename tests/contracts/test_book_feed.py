"""The feed of a book has every live contact by id, and every change up to the first gap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.adapters.dynamo.change_items import ChangeItem
from shared.domain.contacts.contact import LABELS_CHANGED, Contact
from shared.domain.label_changes import LabelsChange
from shared.domain.labels import Labels
from shared.services.ports.feed import ChangeNote
from tests.contracts.conftest import Engine
from tests.support.book_builder import BookBuilder, creation, new_contact
from tools.template import Template


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    return BookBuilder(engine.store, engine.new_book())


def all_contacts(engine: Engine, book_id: str, *, limit: int) -> list[Contact]:
    found: list[Contact] = []
    after: str | None = ""
    while after is not None:
        run = engine.feed.contacts(book_id, limit=limit, after_id=after)
        assert len(run.contacts) <= limit
        found += run.contacts
        after = run.next_id
    return found


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_live_contacts_come_once_in_the_order_of_their_ids(engine: Engine, pen: BookBuilder, limit: int) -> None:
    contacts = pen.create("d", "c", "b", "a", "e")
    pen.trash(contacts[1])
    changed = pen.update(contacts[3], notes="x")
    wanted = [contacts[0], contacts[2], changed, contacts[4]]
    assert all_contacts(engine, pen.book.id, limit=limit) == wanted


def test_a_book_may_have_only_deleted_contacts_or_none(engine: Engine, pen: BookBuilder) -> None:
    assert all_contacts(engine, pen.book.id, limit=2) == []
    pen.trash(pen.add())
    assert all_contacts(engine, pen.book.id, limit=2) == []


def test_nothing_else_in_the_book_is_a_contact(engine: Engine, pen: BookBuilder) -> None:
    [contact] = pen.write(creation(new_contact(label_ids=("a",))), labels=Labels(revision=1, names={"a": "x"}))
    BookBuilder(engine.store, engine.new_book()).add()
    assert all_contacts(engine, pen.book.id, limit=10) == [contact]


def test_every_change_has_a_note(engine: Engine, pen: BookBuilder) -> None:
    labels = Labels(revision=1, names={"a": "x"})
    [ada, bo] = pen.write(creation(new_contact(label_ids=("a",))), creation(new_contact()), labels=labels)
    pen.update(ada, notes="x")
    renamed = replace(labels, revision=2, names={"a": "X"}, changed_in=4)
    pen.write(labels=renamed, labels_change=LabelsChange.between(labels, renamed))
    pen.trash(bo)
    wanted = [
        ChangeNote(revision=1, contact_id=ada.id, kind="created"),
        ChangeNote(revision=2, contact_id=bo.id, kind="created"),
        ChangeNote(revision=3, contact_id=ada.id, kind="updated"),
        ChangeNote(revision=4, contact_id=None, kind=LABELS_CHANGED),
        ChangeNote(revision=5, contact_id=bo.id, kind="trashed"),
    ]
    assert list(engine.feed.changes(pen.book.id, after_revision=0, limit=100)) == wanted
    assert list(engine.feed.changes(pen.book.id, after_revision=1, limit=2)) == wanted[1:3]
    assert list(engine.feed.changes(pen.book.id, after_revision=5, limit=2)) == []


@pytest.mark.engines("moto", "stand_in", because="memory has no half-visible transactions")
def test_changes_stop_before_a_gap(engine: Engine, pen: BookBuilder, template: Template) -> None:
    pen.create("a", "b", "c")
    assert engine.database is not None
    changes = engine.database.bind(ChangeItem, template.tables["ChangesTable"].name)
    changes.get(pen.book.id, 2).delete()
    assert [note.revision for note in engine.feed.changes(pen.book.id, after_revision=0, limit=9)] == [1]
    assert list(engine.feed.changes(pen.book.id, after_revision=1, limit=9)) == []
