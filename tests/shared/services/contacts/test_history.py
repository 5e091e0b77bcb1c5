"""The history of a contact: complete, in order, and read in few steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.domain.books import Book
from shared.domain.contacts.contact import Change, ContactDraft
from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.retention import HISTORY_KEPT
from shared.domain.errors import AccountGoneError, ContactNotFoundError, InvalidInputError
from shared.services.contacts.history import Version
from shared.services.contacts.versions import MAX_STEPS
from shared.services.ports.books import Position
from tests.support.address_books import AddressBook
from tests.support.clock import Clock, WaitingClock
from tests.support.fakes import FakePhoneNumbers

OURS = "01" + "A" * 24


class CountingStore(MemoryBookStore):
    """A store that counts its reads of changes, the first of which may find nothing."""

    def __init__(self, database: MemoryDatabase) -> None:
        super().__init__(database)
        self.reads = 0
        self.blind_reads = 0

    def changes_at(self, book_id: str, revisions: Sequence[int]) -> Mapping[int, Change]:
        self.reads += 1
        if self.blind_reads:
            self.blind_reads -= 1
            return {}
        return super().changes_at(book_id, revisions)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database() -> MemoryDatabase:
    return MemoryDatabase(books={OURS: Book(id=OURS)})


@pytest.fixture
def store(database: MemoryDatabase) -> CountingStore:
    return CountingStore(database)


@pytest.fixture
def book(store: CountingStore, clock: Clock) -> AddressBook:
    return AddressBook.over(store, FakePhoneNumbers(), timing=WaitingClock().timing, now=clock)


def draft(notes: str = "", *tags: str) -> ContactDraft:
    return ContactDraft(details=ContactDetails(first_name="Ada", notes=notes), tags=tags)


def add(book: AddressBook) -> str:
    return book.writer.add(OURS, draft(), actor=OURS).contact.id


def edit(book: AddressBook, contact_id: str, notes: str, *tags: str) -> None:
    book.writer.replace(OURS, contact_id, draft(notes, *tags), actor=OURS)


def pages(book: AddressBook, contact_id: str, *, limit: int) -> list[list[Version]]:
    found: list[list[Version]] = []
    after: Position | None = None
    while True:
        page = book.history.page(OURS, contact_id, limit=limit, after=after)
        assert len(page.positions) == len(page.versions) <= limit
        found.append(list(page.versions))
        if page.next is None:
            return found
        after = page.next


def told(version: Version) -> list[str]:
    return [difference.text for difference in version.differences]


def test_every_version_says_what_it_changed_the_latest_first(book: AddressBook) -> None:
    contact_id = add(book)
    edit(book, contact_id, "likes tea", "friends")
    book.writer.add(OURS, draft("somebody else"), actor=OURS)
    edit(book, contact_id, "likes coffee", "friends")
    book.trash.put(OURS, contact_id, actor=OURS)
    book.restorer.restore(OURS, contact_id, actor=OURS, revision=2)
    [versions] = pages(book, contact_id, limit=10)
    assert [(version.change.revision, version.change.kind, told(version)) for version in versions] == [
        (6, "restored", ["Note changed from “likes coffee” to “likes tea”."]),
        (5, "trashed", []),
        (4, "updated", ["Note changed from “likes tea” to “likes coffee”."]),
        (2, "updated", ["Note was set to “likes tea”.", "Tag “friends” was added."]),
        (1, "created", ["First name was set to “Ada”."]),
    ]


def test_a_contact_in_the_trash_has_a_history_too(book: AddressBook) -> None:
    contact_id = add(book)
    book.trash.put(OURS, contact_id, actor=OURS)
    [[latest, _]] = pages(book, contact_id, limit=2)
    assert latest.change.kind == "trashed"


@pytest.mark.parametrize("limit", [1, 2, 10, 11, 24, 25, 26])
def test_pages_of_any_size_make_up_the_whole_history(book: AddressBook, limit: int) -> None:
    contact_id = add(book)
    for number in range(2, 26):
        edit(book, contact_id, str(number))
    found = pages(book, contact_id, limit=limit)
    assert [version.change.revision for page in found for version in page] == list(range(25, 0, -1))
    assert all(len(page) == limit for page in found[:-1])
    assert all(told(version) for page in found for version in page)


def test_a_page_takes_one_read_for_about_ten_versions_in_a_book_of_any_size(
    book: AddressBook, store: CountingStore
) -> None:
    contact_id = add(book)
    for number in range(100):
        book.writer.add(OURS, draft(), actor=OURS)
        edit(book, contact_id, str(number))
    for limit, reads in ((1, 1), (10, 1), (50, 5)):
        store.reads = 0
        assert len(book.history.page(OURS, contact_id, limit=limit).versions) == limit
        assert store.reads == reads
    following = book.history.page(OURS, contact_id, limit=50).next
    store.reads = 0
    assert len(book.history.page(OURS, contact_id, limit=10, after=following).versions) == 10
    assert store.reads == 2


def test_what_older_code_wrote_in_between_is_in_the_history(book: AddressBook, database: MemoryDatabase) -> None:
    """It leaves the revisions that the contact knows as they are, so they lack its own."""
    contact_id = add(book)
    edit(book, contact_id, "2")
    edit(book, contact_id, "3")
    shelf = database.shelves[OURS]
    shelf.contacts[contact_id] = replace(shelf.contacts[contact_id], earlier=(1,))
    [versions] = pages(book, contact_id, limit=10)
    assert [version.change.revision for version in versions] == [3, 2, 1]


def test_versions_go_after_a_year_and_the_contact_stays(book: AddressBook, clock: Clock) -> None:
    contact_id = add(book)
    clock.advance(HISTORY_KEPT - timedelta(days=1))
    edit(book, contact_id, "2")
    clock.advance(timedelta(days=1))
    [versions] = pages(book, contact_id, limit=10)
    assert [version.change.revision for version in versions] == [2]
    clock.advance(HISTORY_KEPT)
    assert pages(book, contact_id, limit=10) == [[]]


def test_a_change_that_is_not_visible_yet_is_looked_for_again(book: AddressBook, store: CountingStore) -> None:
    """A transaction becomes visible item by item."""
    contact_id = add(book)
    store.blind_reads = 2
    assert len(book.history.page(OURS, contact_id, limit=1).versions) == 1


def test_a_version_before_a_change_that_is_not_visible_yet_is_restored(book: AddressBook, store: CountingStore) -> None:
    contact_id = add(book)
    edit(book, contact_id, "2")
    store.blind_reads = 2
    assert book.restorer.restore(OURS, contact_id, actor=OURS, revision=1).contact.details.notes == ""


def test_a_change_whose_previous_state_was_erased_ends_the_history(book: AddressBook, database: MemoryDatabase) -> None:
    contact_id = add(book)
    edit(book, contact_id, "2")
    edit(book, contact_id, "3")
    changes = database.shelves[OURS].changes
    changes[1] = replace(changes[1], previous=None)
    [versions] = pages(book, contact_id, limit=10)
    assert [(version.change.revision, told(version)) for version in versions] == [
        (3, ["Note changed from “2” to “3”."]),
        (2, []),
    ]


def test_a_version_from_very_long_ago_is_not_looked_for_for_ever(book: AddressBook, store: CountingStore) -> None:
    contact_id = add(book)
    for number in range(11 * MAX_STEPS + 5):
        edit(book, contact_id, str(number))
    store.reads = 0
    with pytest.raises(InvalidInputError):
        book.restorer.restore(OURS, contact_id, actor=OURS, revision=1)
    assert store.reads == MAX_STEPS


def test_a_contact_that_never_was_and_a_book_that_is_gone_have_no_history(
    book: AddressBook, database: MemoryDatabase
) -> None:
    with pytest.raises(ContactNotFoundError):
        book.history.page(OURS, "01" + "0" * 24, limit=1)
    contact_id = add(book)
    del database.books[OURS]
    with pytest.raises(AccountGoneError):
        book.history.page(OURS, contact_id, limit=1)
