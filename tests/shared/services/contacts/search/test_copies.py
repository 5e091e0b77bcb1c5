"""Copies of books in memory: they have whatever was written before, or a search says that it is not complete."""

from __future__ import annotations

import pytest

from shared.domain.books import Book
from shared.domain.errors import AccountGoneError
from shared.services.contacts.search import copies as copies_module
from tests.support.book_builder import purging, restoring
from tests.support.search_world import BOOK, Process, SearchWorld, fill, name_of


@pytest.fixture
def world() -> SearchWorld:
    return SearchWorld()


def test_what_was_written_is_found_by_the_next_search(world: SearchWorld) -> None:
    assert world.process.names("quentin") == []
    ada = world.pen.add("Quentin")
    assert world.process.names("quentin") == ["Quentin"]
    world.pen.update(ada, first_name="Grace")
    assert world.process.names("quentin") == []
    assert world.process.names("grace") == ["Grace"]


def test_a_search_of_an_unchanged_book_takes_one_request(world: SearchWorld) -> None:
    world.pen.add("Quentin")
    world.process.names("quentin")
    world.reads.requests = 0
    assert world.process.names("quentin") == ["Quentin"]
    assert world.reads.requests == 1


def test_contacts_in_the_trash_are_not_found_until_they_are_back(world: SearchWorld) -> None:
    ada = world.pen.add("Quentin")
    other = Process(world)
    assert other.names("quentin") == ["Quentin"]
    trashed = world.pen.trash(ada)
    assert world.process.names("quentin") == other.names("quentin") == []
    (back,) = world.pen.write(restoring(trashed))
    assert world.process.names("quentin") == other.names("quentin") == ["Quentin"]
    world.pen.write(purging(world.pen.trash(back)))
    assert world.process.names("quentin") == other.names("quentin") == []


def test_a_book_of_250_is_complete_without_a_snapshot(world: SearchWorld) -> None:
    fill(world, 250)
    assert len(world.process.names("zz")) == 100
    assert not world.due


def test_a_larger_book_is_read_as_far_as_it_goes_and_a_snapshot_requested(
    world: SearchWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies_module, "MAX_READ_CONTACTS", 200)
    monkeypatch.setattr(copies_module, "_READ_AT_ONCE", 100)
    fill(world, 600)
    page = world.process.page(name_of(1).lower())
    assert [one.contact.details.first_name for one in page.contacts] == [name_of(1)]
    assert page.findings is not None
    assert not page.findings.is_complete
    assert world.due == [(BOOK, 600)]
    for _ in range(2):  # each search goes on reading where the one before has stopped
        world.process.page("zz")
    assert world.process.names(name_of(599).lower()) == [name_of(599)]


def test_an_incomplete_search_shows_no_contact_in_an_earlier_state(
    world: SearchWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies_module, "MAX_READ_CONTACTS", 200)
    monkeypatch.setattr(copies_module, "_READ_AT_ONCE", 100)
    fill(world, 600)
    first, *_, last = world.live()
    world.process.page("zz")
    world.pen.update(first, first_name="Renamed")
    world.pen.trash(last)
    assert [one.contact.details.first_name for one in world.process.page("renamed").contacts] == ["Renamed"]
    assert world.process.page(name_of(0).lower()).contacts == ()
    world.process.page("zz")
    assert world.process.names(name_of(599).lower()) == []


def test_a_snapshot_and_what_has_changed_since_make_up_the_book(world: SearchWorld) -> None:
    fill(world, 300)
    first, second, third, *_ = world.live()
    assert world.take()
    world.pen.update(first, first_name="Renamed")
    world.pen.trash(second)
    world.pen.add("Quentin")
    process = Process(world)
    assert process.names("renamed") == ["Renamed"]
    assert process.names("quentin") == ["Quentin"]
    assert process.names(name_of(1).lower()) == process.names(name_of(0).lower()) == []
    assert process.names(name_of(2).lower()) == [third.details.first_name]
    assert not world.due


def test_with_a_snapshot_only_changes_are_read(world: SearchWorld) -> None:
    fill(world, 300)
    world.take()
    world.pen.add("Quentin")
    world.reads.requests = 0
    assert Process(world).names("quentin") == ["Quentin"]
    assert world.reads.requests == 3  # the head and the labels; the change; its contact, with the head


def test_a_copy_with_many_changes_moves_to_a_newer_snapshot(world: SearchWorld) -> None:
    fill(world, 500)
    world.take()
    world.process.names("zz")
    for contact in [*world.live()]:
        world.pen.update(contact, notes="met twice")
    world.clock.time += copies_module.LOOK_AGAIN_SECONDS
    assert len(world.process.names("twice")) == 100
    assert world.due == [(BOOK, 1_000)]
    assert world.take()
    assert world.process.copies.current(BOOK, labels=False).copy.change_count == 500
    world.clock.time += copies_module.LOOK_AGAIN_SECONDS
    assert len(world.process.names("twice")) == 100
    current = world.process.copies.current(BOOK, labels=False)
    assert current.copy.change_count == 0
    assert current.copy.revision == current.book.revision == 1_000
    assert world.due == [(BOOK, 1_000)]


def test_a_half_visible_commit_is_waited_for(world: SearchWorld) -> None:
    ada = world.pen.add("Quentin")
    world.process.names("quentin")
    world.pen.update(ada, first_name="Grace")
    world.torn.old_contacts[ada.id] = ada
    page = world.process.page("grace")
    assert page.findings is not None
    assert (page.contacts, page.findings.is_complete) == ((), False)
    assert world.clock.waits
    world.torn.settle()
    assert world.process.names("grace") == ["Grace"]


def test_a_commit_that_is_half_visible_when_a_copy_is_made_is_not_lost(world: SearchWorld) -> None:
    ada = world.pen.add("Quentin")
    world.pen.update(ada, first_name="Grace")
    world.torn.old_contacts[ada.id] = ada
    world.process.page("grace")
    world.torn.settle()
    assert world.process.names("grace") == ["Grace"]
    assert world.process.names("quentin") == []


def test_a_book_that_was_restored_to_an_earlier_state_is_read_anew(world: SearchWorld) -> None:
    fill(world, 300)
    earlier = world.store.load(BOOK).book
    kept = dict(world.database.shelves[BOOK].contacts)
    world.pen.add("Quentin")
    world.take()
    world.process.names("quentin")
    world.database.books[BOOK] = earlier
    world.database.shelves[BOOK].contacts = kept
    del world.database.shelves[BOOK].changes[300:]
    assert world.process.names("quentin") == []
    assert world.take(300)
    world.check()
    assert Process(world).names(name_of(7).lower()) == [name_of(7)]


def test_copies_of_other_books_are_dropped_when_memory_is_short(
    world: SearchWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies_module, "MAX_KEPT_BYTES", 1)
    world.pen.add("Quentin")
    world.database.books["other"] = Book(id="other")
    world.process.names("quentin")
    world.process.copies.current("other", labels=False)
    world.reads.requests = 0
    assert world.process.names("quentin") == ["Quentin"]
    assert world.reads.requests > 1


def test_a_book_that_is_gone_has_nothing_to_search(world: SearchWorld) -> None:
    world.pen.add("Quentin")
    world.process.names("quentin")
    del world.database.books[BOOK]
    with pytest.raises(AccountGoneError):
        world.process.page("quentin")
