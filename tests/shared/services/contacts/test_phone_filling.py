"""Numbers that could not be read are filled in once the book has a region; nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shared.adapters.phone_numbers import LibPhoneNumbers
from shared.domain.books import BookSettings
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.documents import Document
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.contacts import stretches
from shared.services.contacts.phone_filling import PhoneFilling
from tests.support.book_builder import creation, new_contact
from tests.support.task_world import BOOK, TaskWorld

KYIV = {"id": "p1", "value": "044 123 45 67", "from_tomorrow": True}
WARSAW = {"id": "p2", "value": "+48 22 123 45 67", "e164": "+48221234567"}
NONSENSE = {"id": "p3", "value": "ask Olena"}


@pytest.fixture
def world() -> TaskWorld:
    world = TaskWorld()
    world.database.books[BOOK.id] = replace(BOOK, settings=BookSettings(phone_region="UA"))
    world.tasks[OperationKind.FILL_PHONE_NUMBERS] = lambda: PhoneFilling(
        world.books, LibPhoneNumbers(), now=world.clock
    )
    return world


def with_phones(*phones: dict[str, Any], notes: str = "") -> Contact:
    members: dict[str, Any] = {"first_name": "Ada", "phones": list(phones)}
    return replace(new_contact(), document=Document.of({**members, "notes": notes} if notes else members))


def fill(world: TaskWorld) -> Operation:
    operation = world.starter.start(
        BOOK.id, kind=OperationKind.FILL_PHONE_NUMBERS, parameters={"phone_region": "UA"}, actor="actor"
    )
    world.drain()
    return world.found(operation)


def phones_of(world: TaskWorld, contact: Contact) -> list[dict[str, Any]]:
    return list(world.books.load(BOOK.id, [contact.id]).contacts[contact.id].document.members["phones"])


def test_only_gaps_are_filled_and_everything_else_stays(world: TaskWorld) -> None:
    [ada, bo, _] = world.pen.write(
        creation(with_phones(KYIV, WARSAW, NONSENSE)), creation(with_phones(WARSAW)), creation(new_contact())
    )
    operation = fill(world)
    assert phones_of(world, ada) == [{**KYIV, "e164": "+380441234567"}, WARSAW, NONSENSE]
    [change] = world.books.list_changes(BOOK.id, after_revision=3, limit=9)
    assert (change.contact_id, change.kind, change.operation_id) == (ada.id, "updated", operation.id)
    assert (operation.state, operation.done, operation.total) == (OperationState.DONE, 3, 3)
    assert world.books.load(BOOK.id, [bo.id]).contacts[bo.id] == bo


def test_contacts_in_the_trash_are_left_alone(world: TaskWorld) -> None:
    [ada] = world.pen.write(creation(with_phones(KYIV)))
    trashed = world.pen.trash(ada)
    assert fill(world).done == 0
    assert world.books.load(BOOK.id, [ada.id]).contacts[ada.id] == trashed


def test_a_second_run_finds_nothing_to_do(world: TaskWorld) -> None:
    world.pen.write(creation(with_phones(KYIV)))
    fill(world)
    revision = world.books.load(BOOK.id).book.revision
    assert fill(world).state == OperationState.DONE
    assert world.books.load(BOOK.id).book.revision == revision


def test_an_empty_book_is_filled_at_once(world: TaskWorld) -> None:
    operation = fill(world)
    assert (operation.state, operation.done, operation.total) == (OperationState.DONE, 0, 0)


@pytest.mark.parametrize("count", [47, 48, 49, 96, 97, 250, 300])
def test_a_large_book_is_filled_in_ranges(world: TaskWorld, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(stretches, "CONTACTS_AT_ONCE", 100)
    for start in range(0, count, 40):
        world.pen.write(*(creation(with_phones(KYIV)) for _ in range(start, min(start + 40, count))))
    operation = fill(world)
    assert (operation.done, operation.total) == (count, count)
    assert (operation.first_revision, operation.last_revision) == (count + 1, 2 * count)
    found = world.books.list_by_id(BOOK.id, limit=1000)
    assert all(contact.document.members["phones"][0]["e164"] == "+380441234567" for contact in found)


def test_contacts_that_are_too_large_for_one_commit_take_several(world: TaskWorld) -> None:
    for _ in range(5):
        world.pen.write(*(creation(with_phones(KYIV, notes="ж" * 25_000)) for _ in range(10)))
    operation = fill(world)
    assert (operation.state, operation.done) == (OperationState.DONE, 50)
    assert operation.last_revision == 100


def test_a_contact_that_changes_meanwhile_is_filled_as_it_is_then(world: TaskWorld) -> None:
    [ada, bo] = world.pen.write(creation(with_phones(KYIV)), creation(with_phones(KYIV)))
    following = PhoneFilling(world.books, LibPhoneNumbers(), now=world.clock).next_range(BOOK.id, fill_of(world))
    world.pen.update(ada, notes="new")
    world.pen.trash(bo)
    step = following.decide(world.books.load(BOOK.id, [ada.id, bo.id]))
    [write] = step.writes
    assert write.contact.details.notes == "new"


def fill_of(world: TaskWorld) -> Operation:
    return world.starter.announce(BOOK.id, kind=OperationKind.FILL_PHONE_NUMBERS, parameters={}, actor="actor")
