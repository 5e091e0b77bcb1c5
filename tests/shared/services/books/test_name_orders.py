"""Books are brought into the order of their locale, whatever else happens to them."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, precondition, rule

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.memory.name_index import MemoryNameIndex
from shared.domain.books import Book, BookSettings
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.index_keys import key_in, name_index_key
from shared.domain.errors import BookBusyError, InvalidCursorError
from shared.domain.text.name_orders import IN_COMMON_ORDER, NameOrder, order_of_key
from shared.services.books.name_orders import NameOrders
from shared.services.ports.books import Position
from shared.services.ports.conflicts import BookMissingError, RaceLostError
from tests.support.book_builder import BookBuilder
from tests.support.clock import WaitingClock
from tests.support.examples import examples

BOOK = "book"
LIMIT = 3
NAMES = st.sampled_from(["Anna", "Åke", "Örn", "Zeth", "Cyril", "Chalupa", "Ivan", "Яна", "Ігор", "Łucja", "Lwów", ""])
LOCALES = st.sampled_from(["en", "sv", "cs", "uk", "de"])


class Shelf:
    """A book in memory, and what brings it into its order."""

    def __init__(self) -> None:
        self.database = MemoryDatabase(books={BOOK: Book(id=BOOK)})
        self.pen = BookBuilder(MemoryBookStore(self.database), Book(id=BOOK))
        self.index = MemoryNameIndex(self.database)
        self.clock = WaitingClock()
        self.orders = NameOrders(self.pen.store, self.index, timing=self.clock.timing)

    @property
    def head(self) -> Book:
        return self.database.books[BOOK]

    def speak(self, locale: str) -> None:
        self.database.books[BOOK] = replace(self.head, settings=BookSettings(locale=locale))

    def names(self) -> list[str]:
        return [contact.details.first_name for contact in self.pen.store.list_by_name(BOOK, limit=999).contacts]

    def order_of(self, contact_id: str) -> str:
        return order_of_key(self.database.shelves[BOOK].name_key(contact_id) or "")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_a_book_is_brought_into_the_order_of_its_locale(shelf: Shelf) -> None:
    shelf.pen.create("Zeth", "Åke", "Anna")
    assert shelf.orders.bring(BOOK) == 0
    shelf.speak("sv-SE")
    assert shelf.orders.bring(BOOK) == 3
    assert shelf.names() == ["Anna", "Zeth", "Åke"]
    assert shelf.head.name_order == NameOrder(current="2A1sv", common_until=3)
    shelf.speak("sv-FI")
    assert shelf.orders.bring(BOOK) == 0


def test_a_step_moves_as_many_contacts_as_fit_into_a_transaction(shelf: Shelf) -> None:
    for _ in range(4):
        shelf.pen.create(*(f"{number}" for number in range(25)))
    shelf.speak("uk")
    assert shelf.orders.bring(BOOK) == 1 + 3 + 1
    assert len(shelf.names()) == 100


def test_a_change_that_is_no_longer_wanted_ends_before_the_next_one(shelf: Shelf) -> None:
    shelf.pen.create("Zeth", "Åke")
    shelf.speak("sv")
    assert shelf.orders.step(BOOK) == 0
    shelf.speak("en")
    shelf.orders.bring(BOOK)
    assert shelf.head.name_order == NameOrder(current="2A2", common_until=2)
    assert shelf.names() == ["Åke", "Zeth"]


def test_all_books_are_brought_into_their_order(shelf: Shelf) -> None:
    shelf.database.books["other"] = Book(id="other", settings=BookSettings(locale="el"))
    shelf.speak("cs")
    assert shelf.orders.bring_all() == 4
    assert {book.name_order.current for book in shelf.database.books.values()} == {"2A1cs", "2A1el"}


def test_keys_of_an_older_version_are_replaced(shelf: Shelf) -> None:
    [contact] = shelf.pen.create("Anna")
    shelf.database.shelves[BOOK].rekey(contact.id, "1:x")
    assert shelf.orders.bring(BOOK) == 1
    assert shelf.order_of(contact.id) == "2"


@pytest.mark.parametrize("order", ["3A1sv", "2A5xx"])
def test_an_order_that_only_newer_code_knows_is_left_alone(shelf: Shelf, order: str) -> None:
    shelf.database.books[BOOK] = replace(shelf.head, name_order=NameOrder(current=order))
    shelf.pen.create("Zeth", "Åke")
    assert shelf.orders.bring(BOOK) == 0
    assert shelf.names() == ["Åke", "Zeth"]


def test_a_book_of_nobody_is_an_error(shelf: Shelf) -> None:
    with pytest.raises(BookMissingError):
        shelf.orders.step("nobody")


def test_a_step_that_loses_races_is_tried_again_for_five_seconds(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.speak("sv")
    lost = 0

    def lose(*_: object) -> Book:
        nonlocal lost
        lost += 1
        raise RaceLostError

    monkeypatch.setattr(shelf.index, "begin", lose)
    with pytest.raises(BookBusyError):
        shelf.orders.step(BOOK)
    assert lost > 500
    assert 5.0 <= sum(shelf.clock.waits) < 5.05


class Lister:
    """A list in progress: what it has listed, and who has not been written since it began.

    It may repeat others, too, if older code has written since it began.
    """

    def __init__(self, untouched: set[str]) -> None:
        self.untouched = untouched
        self.may_repeat = False
        self.listed: list[str] = []
        self.after: Position | None = None


class ABookWhoseOrderChanges(RuleBasedStateMachine):
    """Writers of this code and of older code, listers and changes of the locale, in any order.

    A contact that nobody writes while it is being listed is listed once, or the list is refused, unless the contact
    gets back a key that older code took. While older code writes, others may be listed twice, but nobody is left out.
    docs/decisions/0021-name-order-by-locale.md says why.
    """

    listers = Bundle("listers")

    def __init__(self) -> None:
        super().__init__()
        self.shelf = Shelf()
        self.live: dict[str, Contact] = {}
        self.open: list[Lister] = []

    def _write(self, contact: Contact) -> None:
        self.live[contact.id] = contact
        self._touch([contact.id])

    @initialize(names=st.lists(NAMES, min_size=6, max_size=14), locale=LOCALES)
    def fill(self, names: list[str], locale: str) -> None:
        self.create(names)
        self.shelf.speak(locale)
        self.shelf.orders.step(BOOK)

    @rule(names=st.lists(NAMES, min_size=1, max_size=2))
    def create(self, names: list[str]) -> None:
        for contact in self.shelf.pen.create(*names):
            self._write(contact)

    @precondition(lambda self: self.live)
    @rule(data=st.data(), name=NAMES)
    def rename(self, data: st.DataObject, name: str) -> None:
        contact = self.live[data.draw(st.sampled_from(sorted(self.live)))]
        self._write(self.shelf.pen.update(contact, first_name=name))

    @precondition(lambda self: self.live)
    @rule(data=st.data())
    def trash(self, data: st.DataObject) -> None:
        contact = self.live.pop(data.draw(st.sampled_from(sorted(self.live))))
        self.shelf.pen.trash(contact)
        self._touch([contact.id])

    @precondition(lambda self: self.live)
    @rule(data=st.data(), name=NAMES)
    def write_as_older_code(self, data: st.DataObject, name: str) -> None:
        """Write a key that the book no longer has; lists that run meanwhile may repeat others, too."""
        contact = self.live[data.draw(st.sampled_from(sorted(self.live)))]
        for lister in self.open:
            lister.may_repeat = True
        order = self.shelf.head.name_order
        self.shelf.database.books[BOOK] = replace(self.shelf.head, name_order=IN_COMMON_ORDER)
        self._write(self.shelf.pen.update(contact, first_name=name))
        self.shelf.database.books[BOOK] = replace(self.shelf.head, name_order=order)

    def _misplaced(self) -> list[str]:
        shelf = self.shelf.database.shelves[BOOK]
        order = self.shelf.head.name_order
        return [one.id for one in self.live.values() if shelf.name_key(one.id) != name_index_key(one, order)]

    @rule(locale=LOCALES)
    def change_the_locale(self, locale: str) -> None:
        self.shelf.speak(locale)

    @rule(count=st.integers(1, 4))
    def take_a_step(self, count: int) -> None:
        misplaced = self._misplaced()
        head = self.shelf.head
        if head.name_order.below:
            self.shelf.index.move(head, count)
        else:
            self.shelf.orders.step(BOOK)
        self._touch({*misplaced} - {*self._misplaced()})

    @rule()
    def finish(self) -> None:
        misplaced = self._misplaced()
        self.shelf.orders.bring(BOOK)
        self._touch(misplaced)
        assert not self._misplaced()

    def _touch(self, contact_ids: Iterable[str]) -> None:
        for lister in self.open:
            lister.untouched.difference_update(contact_ids)

    @rule(target=listers)
    def begin_to_list(self) -> Lister:
        lister = Lister(set(self.live))
        self.open.append(lister)
        return self.list_pages(lister, 1)

    @rule(lister=consumes(listers), count=st.integers(1, 6), target=listers)
    def list_a_page_after_some_moved(self, lister: Lister, count: int) -> Lister:
        self.take_a_step(count)
        return self.list_pages(lister, 1)

    @rule(lister=consumes(listers), target=listers)
    def list_a_page(self, lister: Lister) -> Lister:
        return self.list_pages(lister, 1)

    @rule(lister=consumes(listers))
    def list_to_the_end(self, lister: Lister) -> None:
        self.list_pages(lister, 99)

    def list_pages(self, lister: Lister, pages: int) -> Lister:
        if lister in self.open and any(self._list_page(lister) for _ in range(pages)):
            self.open.remove(lister)
        return lister

    def _list_page(self, lister: Lister) -> bool:
        """List a page and return whether the list has ended."""
        try:
            page = self.shelf.pen.store.list_by_name(BOOK, limit=LIMIT, after=lister.after)
        except InvalidCursorError:
            return True
        lister.listed += [contact.id for contact in page.contacts]
        lister.after = page.next
        counts = {contact_id: lister.listed.count(contact_id) for contact_id in lister.untouched}
        assert lister.may_repeat or max(counts.values(), default=0) <= 1
        assert page.next is not None or min(counts.values(), default=1) >= 1
        return page.next is None

    @invariant()
    def what_this_code_writes_has_the_key_that_the_head_asks_for(self) -> None:
        shelf = self.shelf.database.shelves[BOOK]
        for contact_id in self._misplaced():
            assert shelf.name_key(contact_id) == key_in("2", self.live[contact_id])

    @invariant()
    def a_list_in_one_go_has_everybody_once(self) -> None:
        page = self.shelf.pen.store.list_by_name(BOOK, limit=999)
        assert sorted(contact.id for contact in page.contacts) == sorted(self.live)


TestABookWhoseOrderChanges = ABookWhoseOrderChanges.TestCase
TestABookWhoseOrderChanges.settings = settings(max_examples=examples(150), stateful_step_count=40, deadline=None)


def test_a_shuffled_book_is_sorted_as_its_keys_are(shelf: Shelf) -> None:
    names = ["Adam", "Bo", "Cyril", "Åke", "Ängla", "Örn"]
    shelf.pen.create(*random.Random(3).sample(names, len(names)))
    shelf.speak("sv")
    shelf.orders.bring(BOOK)
    assert shelf.names() == names
