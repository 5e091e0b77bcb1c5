"""A book's history has an entry for every revision, with the version that it replaced."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.adapters.dynamo.change_items import ChangeItem
from shared.domain.contacts.contact import Change, ChangeKind
from shared.domain.contacts.documents import to_document
from shared.services.ports.operations import OperationWrite
from tests.contracts.conftest import Engine
from tests.contracts.test_book_store import EVERYTHING
from tests.support.book_builder import (
    NOON,
    BookBuilder,
    commit_of,
    creation,
    new_contact,
    new_operation,
    trashing,
    update,
)
from tools.template import Template


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    return BookBuilder(engine.store, engine.new_book())


def history(pen: BookBuilder, *, after: int = 0, limit: int = 100) -> list[Change]:
    return list(pen.store.list_changes(pen.book.id, after_revision=after, limit=limit))


def revisions(changes: list[Change]) -> list[int]:
    return [change.revision for change in changes]


def test_every_write_leaves_an_entry(pen: BookBuilder) -> None:
    first = commit_of(pen.book, creation(new_contact()))
    pen.store.commit(first)
    contact = first.writes[0].contact
    second = commit_of(first.result, update(contact, notes="x"), creation(new_contact()))
    pen.store.commit(second)
    third = commit_of(second.result, trashing(second.writes[0].contact))
    pen.store.commit(third)
    assert history(pen) == [
        Change(
            revision=write.contact.revision,
            contact_id=write.contact.id,
            kind=write.kind,
            commit_id=commit.commit_id,
            actor="actor",
            at=NOON,
            previous=write.previous,
        )
        for commit in (first, second, third)
        for write in commit.writes
    ]


def test_changes_carry_the_operation_that_they_belong_to(pen: BookBuilder) -> None:
    operation = new_operation()
    pen.store.commit(
        commit_of(pen.book, *(creation(new_contact()) for _ in "ab"), operation=OperationWrite(after=operation))
    )
    pen.add()
    assert [change.operation_id for change in history(pen)] == [operation.id, operation.id, None]


def test_the_replaced_version_is_kept_whole(pen: BookBuilder) -> None:
    [contact] = pen.write(creation(replace(new_contact(), document=to_document(EVERYTHING), label_ids=("l1",))))
    trashed = pen.trash(contact)
    restored = replace(trashed, trashed_at=None)
    pen.write(replace(update(trashed), contact=restored))
    assert [change.previous for change in history(pen)] == [None, contact, trashed]
    assert history(pen)[1].kind is ChangeKind.TRASHED


def test_the_history_goes_on_after_any_revision(pen: BookBuilder) -> None:
    pen.create("a", "b", "c", "d")
    assert revisions(history(pen, after=2)) == [3, 4]
    assert revisions(history(pen, after=1, limit=2)) == [2, 3]
    assert history(pen, after=4) == []


def test_another_books_history_is_not_seen(pen: BookBuilder, engine: Engine) -> None:
    other = BookBuilder(engine.store, engine.new_book())
    other.create("a", "b")
    pen.add()
    assert revisions(history(pen)) == [1]


def test_changes_are_found_by_their_revisions(pen: BookBuilder, engine: Engine) -> None:
    pen.create("a", "b", "c", "d")
    other = BookBuilder(engine.store, engine.new_book())
    other.add("e")
    found = pen.store.changes_at(pen.book.id, [4, 2, 2, 5, 0])
    assert found == {change.revision: change for change in history(pen) if change.revision in {2, 4}}
    assert pen.store.changes_at(pen.book.id, []) == {}


def test_more_changes_are_found_than_one_request_may_ask_for(pen: BookBuilder) -> None:
    for _ in range(3):
        pen.create(*map(str, range(40)))
    assert len(pen.store.changes_at(pen.book.id, range(1, 121))) == 120


def test_a_contact_knows_the_revisions_of_ten_states_before_its_own(pen: BookBuilder) -> None:
    contact = pen.add()
    assert contact.earlier == ()
    for number in range(12):
        pen.add("between")
        contact = pen.update(contact, notes=str(number))
    assert contact.earlier == tuple(range(23, 3, -2))
    assert pen.store.load(pen.book.id, [contact.id]).contacts[contact.id] == contact
    assert contact in pen.store.list_by_name(pen.book.id, limit=100).contacts
    assert contact in pen.store.list_by_change(pen.book.id, limit=100).contacts
    trashed = pen.trash(contact)
    assert trashed.earlier == tuple(range(25, 5, -2))
    assert pen.store.changes_at(pen.book.id, [trashed.revision])[trashed.revision].previous == contact


@pytest.mark.engines("moto", "stand_in", because="memory has no half-visible transactions")
def test_the_history_stops_before_a_gap(pen: BookBuilder, engine: Engine, template: Template) -> None:
    pen.create("a", "b", "c", "d")
    assert engine.database is not None
    changes = engine.database.bind(ChangeItem, template.tables["ChangesTable"].name)
    entry = changes.get(pen.book.id, 3)
    entry.delete()
    assert revisions(history(pen)) == [1, 2]
    assert history(pen, after=2) == []
    entry.save()
    assert revisions(history(pen, after=2)) == [3, 4]
