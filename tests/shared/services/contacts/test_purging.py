"""The trash is emptied completely, once and without traces, whatever happens to the workers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from shared.adapters.memory.history_eraser import MemoryHistoryEraser
from shared.domain.contacts.contact import ChangeKind, Contact
from shared.domain.contacts.retention import TRASH_KEPT
from shared.domain.errors import AccountGoneError, ContactNotFoundError
from shared.domain.operations import Operation, OperationKind, OperationState
from shared.services.contacts.purging import Purging, TrashPurger
from shared.services.ports.books import BookStore
from shared.services.ports.commits import ContactWrite
from shared.services.ports.history import HistoryEraser
from tests.support.book_builder import NOON, live_contact, restoring
from tests.support.checked_books import assert_whole
from tests.support.task_world import BOOK, Blow, Fated, TaskWorld, kill, lose_the_answer


@pytest.fixture
def world() -> TaskWorld:
    world = TaskWorld()
    store = cast(BookStore, Fated(world.books, world))
    eraser = cast(HistoryEraser, Fated(MemoryHistoryEraser(world.database), world))
    for kind in (OperationKind.EMPTY_TRASH, OperationKind.ERASE_CONTACT, OperationKind.PURGE_TRASH):
        world.tasks[kind] = lambda: Purging(store, eraser, world.photos)
    return world


@pytest.fixture
def purger(world: TaskWorld) -> TrashPurger:
    return TrashPurger(world.books, world.starter, now=world.clock)


def empty(purger: TrashPurger) -> Operation:
    return purger.empty(BOOK.id, actor="actor")


def trashed(world: TaskWorld, count: int, *, edits: int = 0) -> list[Contact]:
    contacts = []
    for number in range(count):
        contact = world.pen.add(f"secret {number}")
        for edit in range(edits):
            contact = world.pen.update(contact, notes=f"secret {edit}")
        contacts.append(world.pen.trash(contact))
    return contacts


def in_trash(world: TaskWorld) -> list[str]:
    return [contact.id for contact in world.books.list_trash(BOOK.id, limit=1000).contacts]


def erased(world: TaskWorld, *contacts: Contact) -> bool:
    """Return whether nothing of the contacts is left but the fact that there were changes."""
    ids = {contact.id for contact in contacts}
    assert ids.isdisjoint(world.database.shelves[BOOK.id].contacts)
    changes = [change for change in world.database.shelves[BOOK.id].changes if change.contact_id in ids]
    assert [change.kind for change in changes].count(ChangeKind.PURGED) == len(ids), "removed once each"
    assert_whole(world.books, world.operations, BOOK.id)
    return all(change.previous is None for change in changes)


def test_emptying_removes_everything_in_the_trash_and_its_history_and_nothing_else(
    world: TaskWorld, purger: TrashPurger
) -> None:
    kept = world.pen.update(world.pen.add("kept"), notes="kept")
    contacts = trashed(world, 3, edits=2)
    operation = empty(purger)
    world.drain()
    assert erased(world, *contacts)
    assert world.found(operation).state is OperationState.DONE
    assert world.found(operation).done == 3
    assert live_contact(world.books, BOOK.id, kept.id) == kept
    assert world.books.changes_at(BOOK.id, [kept.revision])[kept.revision].previous is not None


def test_an_empty_trash_is_emptied_at_once(world: TaskWorld, purger: TrashPurger) -> None:
    operation = empty(purger)
    world.drain()
    assert (world.found(operation).state, world.found(operation).done) == (OperationState.DONE, 0)


def test_more_contacts_than_fit_into_a_range_and_longer_histories_than_a_contact_knows(
    world: TaskWorld, purger: TrashPurger
) -> None:
    contacts = [*trashed(world, 100, edits=1), *trashed(world, 2, edits=35)]
    operation = empty(purger)
    world.drain()
    assert erased(world, *contacts)
    assert world.found(operation).done == 102


def test_what_is_deleted_after_the_request_stays(world: TaskWorld, purger: TrashPurger) -> None:
    before = trashed(world, 1)
    empty(purger)
    after = trashed(world, 1)
    world.drain()
    assert erased(world, *before)
    assert in_trash(world) == [after[0].id]


def test_what_is_restored_before_its_turn_stays_with_its_history(world: TaskWorld, purger: TrashPurger) -> None:
    [contact] = trashed(world, 1, edits=1)
    empty(purger)
    [restored] = world.pen.write(restoring(contact))
    world.drain()
    assert live_contact(world.books, BOOK.id, contact.id) == restored
    assert world.books.changes_at(BOOK.id, [restored.revision])[restored.revision].previous == contact


def test_one_contact_is_erased_and_the_others_stay(world: TaskWorld, purger: TrashPurger) -> None:
    contact, other = trashed(world, 2, edits=3)
    operation = purger.erase(BOOK.id, contact.id, actor="actor")
    world.drain()
    assert erased(world, contact)
    assert world.found(operation).done == 1
    assert in_trash(world) == [other.id]


def test_only_what_is_in_the_trash_can_be_erased(world: TaskWorld, purger: TrashPurger) -> None:
    live = world.pen.add()
    [old] = trashed(world, 1)
    world.clock.advance(timedelta(days=500))
    for contact_id in (live.id, "unknown", old.id):
        with pytest.raises(ContactNotFoundError):
            purger.erase(BOOK.id, contact_id, actor="actor")
    with pytest.raises(AccountGoneError):
        purger.empty("nobody's", actor="actor")
    assert not world.queue


def test_the_sweep_removes_what_has_been_in_the_trash_for_too_long(world: TaskWorld) -> None:
    old, recent = trashed(world, 2), world.pen.add("recent")
    world.clock.time = NOON + TRASH_KEPT
    [recent] = world.pen.write(
        ContactWrite(
            kind=ChangeKind.TRASHED,
            contact=replace(recent, trashed_at=NOON + timedelta(seconds=1)),
            previous=recent,
        )
    )
    world.starter.start(BOOK.id, kind=OperationKind.PURGE_TRASH, parameters={}, actor="retention")
    world.drain()
    assert erased(world, *old)
    assert in_trash(world) == [recent.id]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("strike", [kill, lose_the_answer], ids=["killed", "unanswered"])
@pytest.mark.parametrize("call", range(25))
def test_a_worker_may_be_interrupted_at_any_call(
    world: TaskWorld, purger: TrashPurger, call: int, strike: Callable[[], None], after: bool
) -> None:
    contacts = trashed(world, 3, edits=13)
    operation = empty(purger)
    world.strike(**{f"n{call}": Blow(strike, after=after)})
    [message_id] = world.queue
    world.clock.advance(timedelta(seconds=10))
    world.deliver(message_id)
    world.drain()
    assert erased(world, *contacts)
    assert world.found(operation).state is OperationState.DONE
    assert world.found(operation).done == 3
