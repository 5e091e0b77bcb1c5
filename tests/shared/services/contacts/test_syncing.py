"""A page of changes ends before what is not wholly visible, and says what became of contacts that are gone."""

from __future__ import annotations

from typing import cast

import pytest

from shared.adapters.memory.book_feed import MemoryBookFeed
from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.domain.books import Book
from shared.domain.contacts.contact import Change
from shared.domain.errors import AccountGoneError, BookBusyError, SyncTokenExpiredError
from shared.services.contacts.changed_contacts import MAX_CHANGES
from shared.services.contacts.syncing import ContactSync, SyncPage, SyncPoint
from shared.services.ports.books import BookStore
from shared.services.ports.feed import BookFeed
from shared.services.timing import READS
from tests.support.book_builder import NOON, BookBuilder
from tests.support.clock import WaitingClock
from tests.support.torn_books import TornBook

BOOK = Book(id="book")
FROM_THE_BEGINNING = SyncPoint(revision=0, labels_revision=0, as_of=NOON)


class Scene:
    """A book, whose changes may be seen in part, and a client."""

    def __init__(self) -> None:
        self.database = MemoryDatabase(books={BOOK.id: BOOK})
        self.torn = TornBook(MemoryBookStore(self.database), MemoryBookFeed(self.database))
        self.pen = BookBuilder(self.torn.store, BOOK)
        self.clock = WaitingClock()
        store, feed = cast(BookStore, self.torn), cast(BookFeed, self.torn)
        self.sync = ContactSync(store, feed, now=lambda: NOON, timing=self.clock.timing)

    def page(self, since: SyncPoint | None = FROM_THE_BEGINNING, limit: int = 10) -> SyncPage:
        return self.sync.page(BOOK.id, since=since, limit=limit)

    def erase(self, contact_id: str) -> None:
        """Take a contact out of the book for good, as a change of its own."""
        shelf = self.database.shelves[BOOK.id]
        revision = len(shelf.changes) + 1
        del shelf.contacts[contact_id]
        shelf.changes.append(
            Change(revision=revision, contact_id=contact_id, kind="erased", commit_id="x", actor="a", at=NOON)
        )
        self.database.books[BOOK.id] = Book(id=BOOK.id, revision=revision)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def revisions(page: SyncPage) -> list[int]:
    return [item.revision for item in page.items]


def test_a_page_ends_before_a_change_that_is_not_visible(scene: Scene) -> None:
    scene.pen.create("a", "b", "c")
    scene.torn.hidden_changes = {2}
    page = scene.page()
    assert (revisions(page), page.point.revision, page.has_more) == ([1], 1, True)
    scene.torn.settle()
    assert revisions(scene.page(page.point)) == [2, 3]


@pytest.mark.parametrize("is_new", [True, False])
def test_a_page_ends_before_a_change_whose_contact_is_not_visible(scene: Scene, is_new: bool) -> None:
    contact = scene.pen.add("Ada")
    scene.pen.update(contact, notes="x")
    scene.torn.old_contacts = {contact.id: None if is_new else contact}
    if is_new:
        with pytest.raises(BookBusyError):
            scene.page()
    else:
        assert (revisions(scene.page()), scene.page().has_more) == ([1], True)


def test_it_waits_a_little_for_the_next_change_and_then_says_to_come_back(scene: Scene) -> None:
    scene.pen.add()
    scene.torn.hidden_changes = {1}
    with pytest.raises(BookBusyError):
        scene.page()
    assert (len(scene.clock.waits), sum(scene.clock.waits) < 1) == (READS, True)


def test_a_head_that_is_not_visible_yet_does_no_harm(scene: Scene) -> None:
    head = scene.pen.store.load(BOOK.id).book
    scene.pen.add()
    scene.torn.old_head = head
    page = scene.page()
    assert (revisions(page), page.has_more) == ([1], False)
    assert scene.page(page.point).items == ()


def test_a_contact_that_is_erased_later_is_gone_from_the_first_change_on(scene: Scene) -> None:
    contact = scene.pen.add()
    scene.pen.create("b", "c")
    scene.pen.trash(contact)
    scene.erase(contact.id)
    page = scene.page(limit=1)
    assert [(item.contact_id, item.contact) for item in page.items] == [(contact.id, None)]
    rest = scene.page(page.point)
    assert [(item.revision, item.contact is None) for item in rest.items] == [(2, False), (3, False), (5, True)]


def test_a_revision_that_the_book_has_never_had_starts_over(scene: Scene) -> None:
    scene.pen.add()
    with pytest.raises(SyncTokenExpiredError):
        scene.page(SyncPoint(revision=2, labels_revision=0, as_of=NOON))


def test_a_book_that_is_gone_is_a_gone_account(scene: Scene) -> None:
    scene.database.books.clear()
    with pytest.raises(AccountGoneError):
        scene.page()


def test_a_copy_of_a_book_that_is_being_written_starts_at_what_is_wholly_visible(scene: Scene) -> None:
    [first, _] = scene.pen.create("a", "b")
    scene.pen.update(first, notes="x")
    scene.torn.old_contacts = {first.id: first}
    page = scene.page(None)
    assert (page.point.revision, page.has_more) == (2, True)
    scene.torn.settle()
    assert revisions(scene.page(page.point)) == [3]


def test_a_page_has_no_more_changes_than_one_read_of_contacts(scene: Scene) -> None:
    for _ in range(3):
        scene.pen.create(*["x"] * 49)
    page = scene.page(limit=500)
    assert (len(page.items), page.has_more) == (MAX_CHANGES, True)
    assert len(scene.page(None, limit=500).items) == 147
