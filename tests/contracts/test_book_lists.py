"""Lists are in order, complete, of one book, and go on where the page before ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from shared.domain.contacts.contact import Contact
from shared.domain.contacts.index_keys import name_index_key
from shared.domain.text.name_orders import NameOrder
from shared.services.ports.books import ContactPage, Position
from tests.contracts.conftest import Engine
from tests.support.book_builder import BookBuilder, restoring, trashing, update

NAMES = ("émile", "Zoë", "Adam", "Łukasz", "ада", "Ärne", "Борис", "zoe", "adam")
LIST_METHODS = ("list_by_name", "list_by_change")


@pytest.fixture
def pen(engine: Engine) -> BookBuilder:
    return BookBuilder(engine.store, engine.new_book())


@pytest.fixture(params=LIST_METHODS)
def read(request: pytest.FixtureRequest, pen: BookBuilder) -> Callable[..., ContactPage]:
    """One of the two list methods."""
    method: Callable[..., ContactPage] = getattr(pen.store, request.param)
    return method


def pages(read: Callable[..., ContactPage], book_id: str, *, limit: int) -> Iterator[tuple[Contact, ...]]:
    after: Position | None = None
    while True:
        page = read(book_id, limit=limit, after=after)
        assert len(page.contacts) <= limit
        yield page.contacts
        if page.next is None:
            return
        after = page.next


def walk(read: Callable[..., ContactPage], book_id: str, *, limit: int) -> list[Contact]:
    return [contact for page in pages(read, book_id, limit=limit) for contact in page]


def ids(contacts: Iterable[Contact]) -> set[str]:
    return {contact.id for contact in contacts}


def names(contacts: list[Contact]) -> list[str]:
    return [contact.details.first_name for contact in contacts]


def test_names_are_in_the_order_of_their_keys(pen: BookBuilder) -> None:
    pen.create(*NAMES)
    found = walk(pen.store.list_by_name, pen.book.id, limit=100)
    assert sorted(names(found)) == sorted(NAMES)
    assert names(found)[:3] == ["adam", "Adam", "Ärne"]
    assert all(str(name_index_key(one)) < str(name_index_key(two)) for one, two in pairwise(found))


def test_a_book_is_listed_in_its_order(engine: Engine) -> None:
    book = replace(engine.new_book(), id="swedish", name_order=NameOrder(current="2A1sv"))
    engine.put_book(book)
    pen = BookBuilder(engine.store, book)
    pen.create("Åke", "Zeth", "Östen", "Ängla", "Anna")
    assert names(walk(pen.store.list_by_name, book.id, limit=2)) == ["Anna", "Zeth", "Åke", "Ängla", "Östen"]
    assert pen.store.load(book.id).book == pen.book


def test_a_new_name_is_a_new_place(pen: BookBuilder) -> None:
    [_, two, _] = pen.create("b", "c", "d")
    pen.update(two, first_name="a")
    assert names(walk(pen.store.list_by_name, pen.book.id, limit=2)) == ["a", "b", "d"]


def test_the_latest_change_comes_first(pen: BookBuilder) -> None:
    [one, two, three] = pen.create("one", "two", "three")
    one = pen.update(one, notes="changed")
    assert walk(pen.store.list_by_change, pen.book.id, limit=2) == [one, three, two]


@pytest.mark.parametrize("limit", [1, 2, len(NAMES) - 1, len(NAMES), len(NAMES) + 1])
def test_pages_of_any_size_make_up_the_whole_list(
    read: Callable[..., ContactPage], pen: BookBuilder, limit: int
) -> None:
    pen.create(*NAMES)
    whole = list(read(pen.book.id, limit=100).contacts)
    assert len(whole) == len(NAMES)
    assert walk(read, pen.book.id, limit=limit) == whole


def test_a_list_can_go_on_behind_every_one_of_its_contacts(read: Callable[..., ContactPage], pen: BookBuilder) -> None:
    pen.create(*NAMES)
    whole = read(pen.book.id, limit=100)
    for count, position in enumerate(whole.positions, start=1):
        assert read(pen.book.id, limit=100, after=position).contacts == whole.contacts[count:]
    assert len(whole.positions) == len(NAMES)


def test_a_page_that_ends_with_the_list_says_so(read: Callable[..., ContactPage], pen: BookBuilder) -> None:
    pen.create(*NAMES)
    assert [len(page) for page in pages(read, pen.book.id, limit=3)] == [3, 3, 3]


def test_an_empty_book_has_one_empty_page(read: Callable[..., ContactPage], pen: BookBuilder) -> None:
    assert read(pen.book.id, limit=1) == ContactPage(contacts=(), positions=())


def test_contacts_in_the_trash_are_never_listed(read: Callable[..., ContactPage], pen: BookBuilder) -> None:
    [one, two, three] = pen.create("one", "two", "three")
    pen.trash(two)
    pen.trash(pen.update(three, notes="changed"))
    assert walk(read, pen.book.id, limit=1) == [one]


def test_a_page_is_full_however_many_contacts_in_the_trash_are_between(
    read: Callable[..., ContactPage], pen: BookBuilder
) -> None:
    first = pen.add("first")
    pen.write(*map(trashing, pen.create(*(f"trashed {number}" for number in range(25)))))
    last = pen.add("last")
    assert ids(read(pen.book.id, limit=2).contacts) == ids([first, last])


def test_the_trash_has_the_latest_deletion_first(pen: BookBuilder) -> None:
    one, two, three, _ = pen.create("one", "two", "three", "four")
    trashed = [pen.trash(contact) for contact in (two, three, one)]
    for limit in (1, 2, 3, 100):
        assert walk(pen.store.list_trash, pen.book.id, limit=limit) == trashed[::-1]


def test_a_contact_that_is_restored_has_left_the_trash_and_is_listed_first(pen: BookBuilder) -> None:
    one, two = pen.create("one", "two")
    trashed = pen.trash(one)
    back = pen.write(restoring(trashed))[0]
    assert walk(pen.store.list_trash, pen.book.id, limit=1) == []
    assert walk(pen.store.list_by_change, pen.book.id, limit=1) == [back, two]


def test_the_trash_of_other_books_is_never_seen(engine: Engine, pen: BookBuilder) -> None:
    ours = pen.trash(pen.add("ours"))
    other = BookBuilder(engine.store, engine.new_book())
    other.trash(other.add("theirs"))
    assert walk(pen.store.list_trash, pen.book.id, limit=1) == [ours]


def test_other_books_are_never_seen(read: Callable[..., ContactPage], engine: Engine, pen: BookBuilder) -> None:
    ours = pen.create("b", "d")
    others = [BookBuilder(engine.store, engine.new_book()) for _ in range(2)]
    for other in others:
        other.create("a", "c", "e")
    assert ids(walk(read, pen.book.id, limit=1)) == ids(ours)


def test_a_position_of_another_book_leads_to_nothing_of_it(
    read: Callable[..., ContactPage], engine: Engine, pen: BookBuilder
) -> None:
    ours = ids(pen.create("a", "c", "e"))
    other = BookBuilder(engine.store, engine.new_book())
    other.create("b", "d", "f")
    for limit in (1, 2):
        foreign = read(other.book.id, limit=limit).next
        assert foreign is not None
        assert other.book.id not in foreign.values()
        assert ids(read(pen.book.id, limit=10, after=foreign).contacts) <= ours


def test_a_walk_by_name_neither_skips_nor_repeats_who_stays_while_others_come_and_go(pen: BookBuilder) -> None:
    contacts = pen.create("a", "c", "e", "g", "i")
    seen: list[Contact] = []
    for page in pages(pen.store.list_by_name, pen.book.id, limit=2):
        seen += page
        if len(seen) == 2:
            pen.trash(contacts[1])  # the one that the page ended with
            pen.trash(contacts[2])
            pen.create("b", "h")
    assert names(seen) == ["a", "c", "g", "h", "i"]


def test_a_walk_by_change_goes_on_where_it_was_although_the_page_has_changed_since(pen: BookBuilder) -> None:
    contacts = pen.create("one", "two", "three", "four")
    first = pen.store.list_by_change(pen.book.id, limit=2)
    for contact in first.contacts:
        pen.update(contact, notes="changed")
    rest = pen.store.list_by_change(pen.book.id, limit=10, after=first.next)
    assert (rest.contacts, rest.next) == ((contacts[1], contacts[0]), None)


@pytest.mark.engines("memory", "stand_in", because="moto copies its table for each item of a transaction")
def test_a_list_longer_than_one_answer_of_the_database_is_complete(
    read: Callable[..., ContactPage], pen: BookBuilder
) -> None:
    """A Query reads 1 MB at a time, a BatchGetItem 100 items."""
    for batch in range(3):
        contacts = pen.create(*(f"{batch} {number}" for number in range(45)))
        pen.write(*(update(contact, notes="x" * 10_000) for contact in contacts))
    whole = walk(read, pen.book.id, limit=100)
    assert len({contact.id for contact in whole}) == len(whole) == 135


def test_a_book_is_gone_through_by_id_and_nobody_is_missed(pen: BookBuilder, engine: Engine) -> None:
    first, second, third = pen.create("c", "b", "a")
    trashed = pen.trash(second)
    BookBuilder(engine.store, engine.new_book()).add()
    assert pen.store.list_by_id(pen.book.id, limit=9) == [first, trashed, third]
    assert pen.store.list_by_id(pen.book.id, limit=2) == [first, trashed]
    first = pen.update(first, notes="x")
    assert pen.store.list_by_id(pen.book.id, limit=2, after=first.id) == [trashed, third]
    assert pen.store.list_by_id(pen.book.id, limit=2, after=third.id) == []
