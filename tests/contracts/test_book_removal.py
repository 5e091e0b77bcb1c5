"""A contact is removed from its book for good; its history keeps the fact, and no content."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shared.adapters.dynamo.change_items import ChangeItem
from shared.domain.contacts.contact import ChangeKind
from shared.domain.labels import Labels
from shared.services.ports.conflicts import RaceLostError
from tests.contracts.conftest import Engine
from tests.support.book_builder import (
    BookBuilder,
    commit_of,
    creation,
    live_contact,
    new_contact,
    purging,
    restoring,
    trashing,
)
from tools.template import Template


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    return BookBuilder(engine.store, engine.new_book())


def test_a_removed_contact_is_nowhere_and_leaves_an_entry_without_content(pen: BookBuilder) -> None:
    kept, removed = pen.create("kept", "removed")
    trashed = pen.trash(removed)
    pen.write(purging(trashed))
    assert pen.store.load(pen.book.id, [removed.id, kept.id]).contacts == {kept.id: kept}
    assert pen.store.list_trash(pen.book.id, limit=10).contacts == ()
    assert pen.store.list_by_change(pen.book.id, limit=10).contacts == (kept,)
    assert pen.store.list_by_id(pen.book.id, limit=10) == [kept]
    entry = pen.store.changes_at(pen.book.id, [4])[4]
    assert (entry.kind, entry.contact_id, entry.previous) == (ChangeKind.PURGED, removed.id, None)
    assert pen.store.load(pen.book.id).book.contact_count == 1


def test_many_are_removed_at_once_and_with_other_changes(pen: BookBuilder) -> None:
    trashed = pen.write(*map(trashing, pen.create(*map(str, range(20)))))
    pen.write(creation(new_contact("new")), *map(purging, trashed))
    assert [contact.details.first_name for contact in pen.store.list_by_id(pen.book.id, limit=100)] == ["new"]
    assert pen.store.load(pen.book.id).book.contact_count == 1


def test_only_the_state_that_was_read_is_removed(pen: BookBuilder) -> None:
    trashed = pen.trash(pen.add())
    restored = pen.write(restoring(trashed))[0]
    with pytest.raises(RaceLostError):
        pen.store.commit(commit_of(pen.book, purging(trashed)))
    assert live_contact(pen.store, pen.book.id, restored.id) == restored


def test_the_key_of_the_request_that_created_a_removed_contact_is_free_again(pen: BookBuilder) -> None:
    contact = new_contact()
    [created] = pen.write(replace(creation(contact), fingerprint="first"))
    pen.write(purging(pen.trash(created)))
    [again] = pen.write(replace(creation(contact), fingerprint="second"))
    assert live_contact(pen.store, pen.book.id, contact.id) == again


def test_labels_in_use_are_known_after_a_removal(pen: BookBuilder) -> None:
    [kept, removed] = pen.write(
        creation(new_contact(label_ids=("l1",))),
        creation(new_contact(label_ids=("l2",))),
        labels=Labels(revision=1, names={"l1": "a", "l2": "b"}),
    )
    pen.write(purging(pen.trash(removed)))
    assert pen.store.label_ids_in_use(pen.book, besides=()) == {"l1"}
    assert pen.store.label_ids_in_use(pen.book, besides=[kept.id]) == frozenset()


def test_the_trash_is_listed_from_the_oldest_deletion_too(pen: BookBuilder) -> None:
    trashed = [pen.trash(contact) for contact in pen.create("a", "b", "c")]
    first = pen.store.list_trash(pen.book.id, limit=2, oldest_first=True)
    second = pen.store.list_trash(pen.book.id, limit=2, oldest_first=True, after=first.next)
    assert [*first.contacts, *second.contacts] == trashed
    assert (len(first.contacts), second.next) == (2, None)


def test_states_are_erased_and_the_entries_stay(engine: Engine, pen: BookBuilder) -> None:
    contact = pen.update(pen.add("Ada"), first_name="Eve")
    pen.update(contact, first_name="Zoe")
    before = pen.store.changes_at(pen.book.id, [1, 2, 3])
    for _ in range(2):
        engine.eraser.erase(pen.book.id, [1, 2, 99])
    assert pen.store.changes_at(pen.book.id, [1, 2, 3, 99]) == {
        1: before[1],
        2: replace(before[2], previous=None),
        3: before[3],
    }


def test_nothing_is_erased_in_another_book(engine: Engine, pen: BookBuilder) -> None:
    other = BookBuilder(engine.store, engine.new_book())
    for each in (pen, other):
        each.update(each.add("Ada"), first_name="Eve")
    engine.eraser.erase(other.book.id, [2])
    assert pen.store.changes_at(pen.book.id, [2])[2].previous is not None


@pytest.mark.engines("moto", "stand_in", because="entries in memory do not expire")
def test_an_entry_that_has_expired_does_not_come_back(engine: Engine, pen: BookBuilder, template: Template) -> None:
    pen.update(pen.add("Ada"), first_name="Eve")
    assert engine.database is not None
    changes = engine.database.bind(ChangeItem, template.tables["ChangesTable"].name)
    changes.get(pen.book.id, 2).delete()
    engine.eraser.erase(pen.book.id, [2])
    assert pen.store.changes_at(pen.book.id, [2]) == {}
