"""The trash of a book, and what comes back from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.domain.books import MAX_CONTACTS, Book
from shared.domain.contacts.contact import ChangeKind, ContactDraft
from shared.domain.contacts.details import ContactDetails
from shared.domain.contacts.retention import HISTORY_KEPT, TRASH_KEPT, purged_at
from shared.domain.errors import (
    AccountGoneError,
    BookFullError,
    ContactNotFoundError,
    InvalidInputError,
    PreconditionFailedError,
)
from shared.domain.labels import Labels
from shared.services.contacts.tagged import TaggedContact
from shared.services.ports.books import Position
from tests.support.address_books import AddressBook
from tests.support.clock import Clock, WaitingClock
from tests.support.fakes import FakePhoneNumbers

OURS, THEIRS = "01" + "A" * 24, "01" + "B" * 24
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database() -> MemoryDatabase:
    return MemoryDatabase(books={book_id: Book(id=book_id) for book_id in (OURS, THEIRS)})


@pytest.fixture
def book(database: MemoryDatabase, clock: Clock) -> AddressBook:
    store = MemoryBookStore(database)
    return AddressBook.over(store, FakePhoneNumbers(), timing=WaitingClock().timing, now=clock)


def draft(first_name: str = "Ada", *tags: str) -> ContactDraft:
    return ContactDraft(details=ContactDetails(first_name=first_name), tags=tags)


def add(book: AddressBook, first_name: str = "Ada", *tags: str) -> TaggedContact:
    return book.writer.add(OURS, draft(first_name, *tags), actor=OURS)


def trashed(book: AddressBook, first_name: str = "Ada", *tags: str) -> TaggedContact:
    added = add(book, first_name, *tags)
    book.trash.put(OURS, added.contact.id, actor=OURS)
    return added


def restore(book: AddressBook, contact_id: str, revision: int | None = None) -> TaggedContact:
    return book.restorer.restore(OURS, contact_id, actor=OURS, revision=revision)


def names_in_trash(book: AddressBook, *, limit: int = 100) -> list[str]:
    names: list[str] = []
    after: Position | None = None
    while True:
        page = book.trash_reader.page(OURS, limit=limit, after=after)
        names += [each.contact.details.first_name for each in page.contacts]
        if page.next is None:
            return names
        after = page.next


def test_the_trash_lists_the_latest_deletion_first_with_tags_and_dates(book: AddressBook, clock: Clock) -> None:
    trashed(book, "Ada", "friends")
    clock.advance(SECOND)
    trashed(book, "Bo")
    assert names_in_trash(book, limit=1) == ["Bo", "Ada"]
    latest, first = book.trash_reader.page(OURS, limit=2).contacts
    assert (latest.tags, first.tags) == ((), ("friends",))
    assert latest.contact.trashed_at == clock()
    assert purged_at(latest.contact) == clock() + timedelta(days=30)


def test_after_thirty_days_a_contact_is_gone_whether_it_was_removed_or_not(book: AddressBook, clock: Clock) -> None:
    old = trashed(book, "Ada").contact
    clock.advance(SECOND)
    trashed(book, "Bo")
    clock.advance(TRASH_KEPT - SECOND)
    assert names_in_trash(book, limit=1) == names_in_trash(book) == ["Bo"]
    with pytest.raises(ContactNotFoundError):
        restore(book, old.id)
    with pytest.raises(ContactNotFoundError):
        book.history.page(OURS, old.id, limit=1)


def test_a_book_without_trash_has_an_empty_page_and_no_book_has_none(
    book: AddressBook, database: MemoryDatabase
) -> None:
    add(book)
    assert names_in_trash(book) == []
    del database.books[OURS]
    with pytest.raises(AccountGoneError):
        book.trash_reader.page(OURS, limit=1)


def test_a_contact_comes_back_as_it_was(book: AddressBook, clock: Clock) -> None:
    added = trashed(book, "Ada", "friends")
    clock.advance(SECOND)
    restored = restore(book, added.contact.id)
    assert restored == book.reader.get(OURS, added.contact.id)
    assert restored.tags == ("friends",)
    assert (restored.contact.revision, restored.contact.updated_at) == (3, clock())
    assert restored.contact.document == added.contact.document
    assert names_in_trash(book) == []


def test_a_contact_that_is_live_already_is_not_written(book: AddressBook) -> None:
    added = add(book, "Ada", "friends")
    assert restore(book, added.contact.id) == added
    assert restore(book, added.contact.id, revision=1) == added


@pytest.mark.parametrize("from_trash", [False, True])
def test_a_contact_goes_back_to_any_version(book: AddressBook, from_trash: bool) -> None:
    contact_id = add(book, "Version 1", "tag 1").contact.id
    for number in range(2, 31):
        book.writer.replace(OURS, contact_id, draft(f"Version {number}", f"tag {number}"), actor=OURS)
    if from_trash:
        book.trash.put(OURS, contact_id, actor=OURS)
    for number in (30, 29, 12, 1):
        restored = restore(book, contact_id, revision=number)
        assert (restored.contact.details.first_name, restored.tags) == (f"Version {number}", (f"tag {number}",))
    assert book.history.page(OURS, contact_id, limit=1).versions[0].change.kind is ChangeKind.RESTORED


def test_there_is_no_version_of_another_contact_of_the_future_or_from_before_the_history(
    book: AddressBook, clock: Clock
) -> None:
    contact_id = add(book).contact.id
    add(book, "Bo")
    book.writer.replace(OURS, contact_id, draft("Eve"), actor=OURS)
    for revision in (2, 4, 0, -1):
        with pytest.raises(InvalidInputError) as refused:
            restore(book, contact_id, revision=revision)
        assert [(each.pointer, each.code) for each in refused.value.problems] == [("/revision", "no_such_version")]
    clock.advance(HISTORY_KEPT)
    with pytest.raises(InvalidInputError):
        restore(book, contact_id, revision=1)


def test_only_a_version_that_the_caller_knows_is_restored(book: AddressBook) -> None:
    added = trashed(book)
    with pytest.raises(PreconditionFailedError) as refused:
        book.restorer.restore(OURS, added.contact.id, actor=OURS, allowed={"1"})
    assert refused.value.current_version == "2"
    book.restorer.restore(OURS, added.contact.id, actor=OURS, allowed={"2"})


def test_a_contact_of_another_book_is_not_found(book: AddressBook) -> None:
    added = trashed(book)
    with pytest.raises(ContactNotFoundError):
        book.restorer.restore(THEIRS, added.contact.id, actor=THEIRS)
    with pytest.raises(ContactNotFoundError):
        book.history.page(THEIRS, added.contact.id, limit=1)
    assert book.trash_reader.page(THEIRS, limit=1).contacts == ()


def test_a_full_book_takes_nothing_back_from_its_trash(book: AddressBook, database: MemoryDatabase) -> None:
    contact_id = trashed(book).contact.id
    database.books[OURS] = replace(database.books[OURS], contact_count=MAX_CONTACTS)
    with pytest.raises(BookFullError):
        restore(book, contact_id)
    database.books[OURS] = replace(database.books[OURS], contact_count=MAX_CONTACTS - 1)
    restore(book, contact_id)
    assert database.books[OURS].contact_count == MAX_CONTACTS


def test_a_tag_whose_label_was_removed_does_not_come_back(book: AddressBook, database: MemoryDatabase) -> None:
    contact_id = trashed(book, "Ada", "gone", "kept").contact.id
    labels = database.labels[OURS]
    kept = {label_id: name for label_id, name in labels.names.items() if name == "kept"}
    database.labels[OURS] = Labels(revision=labels.revision, names=kept)
    assert restore(book, contact_id).tags == ("kept",)


def test_what_is_deleted_twice_is_in_the_trash_once_and_its_days_begin_anew(book: AddressBook, clock: Clock) -> None:
    contact_id = trashed(book).contact.id
    clock.advance(timedelta(days=29))
    restore(book, contact_id)
    book.trash.put(OURS, contact_id, actor=OURS)
    clock.advance(timedelta(days=29))
    assert names_in_trash(book) == ["Ada"]
