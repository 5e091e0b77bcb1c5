"""The books with something due in the trash are found, each by what it has, and no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.adapters.dynamo import due_trash
from shared.adapters.dynamo.trashed_items import SHARDS
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.retention import TRASH_KEPT
from shared.domain.errors import StoreUnavailableError
from shared.domain.text.name_orders import NameOrder
from tests.contracts.conftest import DYNAMO_ENGINES, MOTO_OVER_BOTOCORE, Engine
from tests.support.book_builder import BookBuilder, purging, restoring, trashing, update
from tests.support.faulty_client import NO_CONNECTION, Fault

LATE = datetime(2026, 3, 9, 23, 59, 59, tzinfo=UTC)
DUE = (LATE + TRASH_KEPT).date()
NEXT = DUE + timedelta(days=1)


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    return BookBuilder(engine.store, engine.new_book())


def trash(pen: BookBuilder, *contacts: Contact, at: datetime = LATE) -> Sequence[Contact]:
    moved = [trashing(contact) for contact in contacts]
    return pen.write(*(replace(write, contact=replace(write.contact, trashed_at=at)) for write in moved))


def due(engine: Engine, pen: BookBuilder, day: date) -> bool:
    return pen.book.id in set(engine.due.books_due_before(day))


def test_a_book_is_found_from_the_day_after_the_one_on_which_something_is_due(engine: Engine, pen: BookBuilder) -> None:
    trash(pen, pen.add())
    assert not due(engine, pen, DUE)
    assert due(engine, pen, NEXT)
    assert due(engine, pen, NEXT + timedelta(days=500)), "however late it is looked for"


def test_a_book_without_anything_in_the_trash_is_not_found(engine: Engine, pen: BookBuilder) -> None:
    pen.create("Ada", "Bo")
    assert not due(engine, pen, date.max)


def test_what_has_been_restored_or_removed_is_not_found(engine: Engine, pen: BookBuilder) -> None:
    restored, removed = trash(pen, *pen.create("restored", "removed"))
    [restored] = pen.write(restoring(restored))
    assert due(engine, pen, NEXT)
    pen.write(purging(removed))
    assert not due(engine, pen, NEXT)
    trash(pen, restored, at=LATE + timedelta(days=1))
    assert not due(engine, pen, NEXT)
    assert due(engine, pen, NEXT + timedelta(days=1)), "by the latest deletion"


def test_what_is_changed_in_the_trash_stays_due_when_it_was(engine: Engine, pen: BookBuilder) -> None:
    [trashed] = trash(pen, pen.add())
    pen.write(update(trashed, notes="changed"))
    assert not due(engine, pen, DUE)
    assert due(engine, pen, NEXT)


def test_a_restored_contact_has_all_its_places_again(engine: Engine, pen: BookBuilder) -> None:
    [trashed] = trash(pen, pen.add())
    [restored] = pen.write(restoring(trashed))
    assert engine.store.list_by_name(pen.book.id, limit=10).contacts == (restored,)
    assert engine.store.list_by_change(pen.book.id, limit=10).contacts == (restored,)


def test_a_restored_contact_is_listed_in_the_order_of_its_book(engine: Engine) -> None:
    book = replace(engine.new_book(), name_order=NameOrder(current="2A1sv"))
    engine.put_book(book)
    pen = BookBuilder(engine.store, book)
    last, _ = pen.create("Åke", "Zeth")
    pen.write(restoring(pen.trash(last)))
    listed = engine.store.list_by_name(book.id, limit=10).contacts
    assert [contact.details.first_name for contact in listed] == ["Zeth", "Åke"]


def test_every_book_is_found_whatever_the_others_have(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due_trash, "ROWS_AT_ONCE", 2)
    pens = [BookBuilder(engine.store, engine.new_book()) for _ in range(12)]
    for number, pen in enumerate(pens):
        first, *others = pen.create(*map(str, range(1 + number % 5)))
        trash(pen, first, at=LATE - timedelta(days=number % 3))
        if others:
            trash(pen, *others)
    found = list(engine.due.books_due_before(NEXT))
    assert {pen.book.id for pen in pens} <= set(found)


@pytest.mark.engines("moto", MOTO_OVER_BOTOCORE, because="reads are counted, of a table without books of other tests")
def test_a_book_with_many_contacts_is_passed_with_one_read(
    engine: Engine, pen: BookBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_trash, "ROWS_AT_ONCE", 3)
    trash(pen, *pen.create(*map(str, range(20))))
    engine.network.calls.clear()
    assert list(engine.due.books_due_before(NEXT)) == [pen.book.id]
    assert engine.network.calls == ["Query"] * (len(SHARDS) + 1)


@pytest.mark.engines(*DYNAMO_ENGINES, because="memory does not fail")
def test_an_index_that_cannot_be_read_is_not_taken_for_an_empty_one(engine: Engine) -> None:
    engine.network.faults.append(Fault(operation="Query", error=NO_CONNECTION))
    with pytest.raises(StoreUnavailableError):
        list(engine.due.books_due_before(NEXT))
