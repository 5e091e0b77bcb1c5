"""Keeping contacts, on stores in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.domain.books import Book, BookSettings
from shared.domain.contacts.contact import ChangeKind, ContactDraft
from shared.domain.contacts.details import ContactDetails, Phone
from shared.domain.contacts.documents import Document
from shared.domain.contacts.phones import PhoneReading
from shared.domain.contacts.queries import ContactQuery, Order
from shared.domain.errors import (
    AccountGoneError,
    ContactNotFoundError,
    IdempotencyKeyReusedError,
    InvalidInputError,
    PreconditionFailedError,
)
from shared.services.contacts.tagged import TaggedContact
from shared.services.ports.books import BookState
from shared.services.timing import Timing
from tests.support.address_books import AddressBook
from tests.support.clock import NOON, Clock
from tests.support.store_feed import StoreFeed

OURS, THEIRS = "01" + "A" * 24, "01" + "B" * 24


class TwoPlans:
    """Reads numbers of two countries: enough to see the region arrive. A plan that is taken out reads none."""

    def __init__(self) -> None:
        self.codes = {"UA": "+38", "DE": "+49"}

    def read(self, typed: str, region: str) -> PhoneReading:
        number, _, extension = typed.partition("x")
        if region in self.codes and number.isdecimal():
            return PhoneReading(e164=f"{self.codes[region]}{number}", extension=extension or None)
        return PhoneReading()

    def is_region(self, region: str) -> bool:
        return region in self.codes


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database() -> MemoryDatabase:
    database = MemoryDatabase()
    for book_id in (OURS, THEIRS):
        database.books[book_id] = Book(id=book_id, settings=BookSettings(phone_region="UA"))
    return database


@pytest.fixture
def store(database: MemoryDatabase) -> MemoryBookStore:
    return MemoryBookStore(database)


@pytest.fixture
def plans() -> TwoPlans:
    return TwoPlans()


@pytest.fixture
def book(store: MemoryBookStore, plans: TwoPlans, clock: Clock) -> AddressBook:
    timing = Timing(monotonic=lambda: 0.0, wait=lambda _: None, jitter=lambda: 0.0)
    return AddressBook.over(store, plans, timing=timing, now=clock)


@pytest.fixture
def move_to(database: MemoryDatabase) -> Callable[[str], None]:
    """Set the region of our book."""

    def move_to(region: str) -> None:
        database.books[OURS] = replace(database.books[OURS], settings=BookSettings(phone_region=region))

    return move_to


def as_favorite(current: TaggedContact) -> ContactDraft:
    return ContactDraft(details=replace(current.contact.details, favorite=True), tags=current.tags)


def numbers(tagged: TaggedContact) -> list[tuple[str, str | None, str | None]]:
    return [(phone.value, phone.e164, phone.extension) for phone in tagged.contact.details.phones]


def draft(first_name: str = "Anna", *, tags: tuple[str, ...] = (), phones: tuple[Phone, ...] = ()) -> ContactDraft:
    return ContactDraft(details=ContactDetails(first_name=first_name, phones=phones), tags=tags)


def add(book: AddressBook, first_name: str = "Anna", *, tags: tuple[str, ...] = ()) -> TaggedContact:
    return book.writer.add(OURS, draft(first_name, tags=tags), actor=OURS)


def head(store: MemoryBookStore) -> Book:
    return store.load(OURS).book


def test_a_new_contact_is_found_again(book: AddressBook) -> None:
    added = add(book, tags=("Work", "friends"))
    assert book.reader.get(OURS, added.contact.id) == added
    assert added.tags == ("friends", "Work")
    assert (added.contact.created_at, added.contact.revision) == (NOON, 1)


def test_phones_are_completed_with_the_region_of_the_book(book: AddressBook) -> None:
    added = book.writer.add(OURS, draft(phones=(Phone(value="0441234567"), Phone(value="ask Ada"))), actor=OURS)
    assert [phone.e164 for phone in added.contact.details.phones] == ["+380441234567", None]


@pytest.mark.parametrize(
    "change",
    [
        as_favorite,
        lambda current: ContactDraft(details=current.contact.details, tags=("friends",)),
        lambda _: draft("Hanna", phones=(Phone(value="0671x5"), Phone(value="0671"))),
        lambda _: draft(phones=(Phone(value="0671", label="work", primary=True), Phone(value="0671x5", e164="+1"))),
    ],
    ids=["favorite", "tags", "put without ids", "put in another order"],
)
def test_a_number_stays_as_it_was_read_when_something_else_changes(
    book: AddressBook, move_to: Callable[[str], None], change: Callable[[TaggedContact], ContactDraft]
) -> None:
    added = book.writer.add(OURS, draft(phones=(Phone(value="0671x5"), Phone(value="0671"))), actor=OURS)
    move_to("DE")
    revised = book.writer.revise(OURS, added.contact.id, change, actor=OURS)
    assert revised.contact.revision == 2
    assert sorted(numbers(revised)) == [("0671", "+380671", None), ("0671x5", "+380671", "5")]


def test_a_value_that_is_edited_is_read_with_the_region_of_today(
    book: AddressBook, move_to: Callable[[str], None]
) -> None:
    added = book.writer.add(OURS, draft(phones=(Phone(value="0671"), Phone(value="0672"))), actor=OURS)
    move_to("DE")
    kept, edited = added.contact.details.phones
    phones = (kept, replace(edited, value="0673"))
    revised = book.writer.revise(OURS, added.contact.id, lambda _: draft(phones=phones), actor=OURS)
    assert numbers(revised) == [("0671", "+380671", None), ("0673", "+490673", None)]


def test_a_new_release_of_the_numbering_plans_takes_no_number_away(book: AddressBook, plans: TwoPlans) -> None:
    added = book.writer.add(OURS, draft(phones=(Phone(value="0671x5"),)), actor=OURS)
    del plans.codes["UA"]
    assert numbers(book.writer.revise(OURS, added.contact.id, as_favorite, actor=OURS)) == [("0671x5", "+380671", "5")]
    replaced = book.writer.replace(OURS, added.contact.id, draft("Olha", phones=(Phone(value="0671x5"),)), actor=OURS)
    assert numbers(replaced) == [("0671x5", "+380671", "5")]


def test_a_number_that_was_typed_before_the_region_was_set_is_read_at_the_next_write(
    book: AddressBook, move_to: Callable[[str], None]
) -> None:
    move_to("")
    added = book.writer.add(OURS, draft(phones=(Phone(value="0671x5"),)), actor=OURS)
    assert numbers(added) == [("0671x5", None, None)]
    move_to("UA")
    filled = book.writer.revise(OURS, added.contact.id, as_favorite, actor=OURS)
    assert numbers(filled) == [("0671x5", "+380671", "5")]
    assert book.writer.revise(OURS, added.contact.id, as_favorite, actor=OURS) == filled


def test_a_contact_from_before_there_were_extensions_is_read_and_completed(
    book: AddressBook, database: MemoryDatabase, move_to: Callable[[str], None]
) -> None:
    added = book.writer.add(OURS, draft(phones=(Phone(value="0671x5"),)), actor=OURS).contact
    last_years = {"id": "p", "value": "0671x5", "e164": "+380671"}
    document = Document.of({"first_name": "Anna", "phones": [last_years]})
    database.shelves[OURS].put(replace(added, document=document))
    assert numbers(book.reader.get(OURS, added.id)) == [("0671x5", "+380671", None)]
    move_to("DE")
    assert numbers(book.writer.revise(OURS, added.id, as_favorite, actor=OURS)) == [("0671x5", "+380671", "5")]


def test_every_list_value_has_an_id(book: AddressBook) -> None:
    added = book.writer.add(OURS, draft(phones=(Phone(value="1"), Phone(value="2"))), actor=OURS)
    ids = {phone.id for phone in added.contact.details.phones}
    assert len(ids) == 2
    assert "" not in ids


def test_a_refused_contact_changes_nothing(book: AddressBook, store: MemoryBookStore) -> None:
    with pytest.raises(InvalidInputError):
        add(book, "")
    assert head(store).revision == 0


def test_several_contacts_share_a_new_label_and_take_a_range_of_revisions(
    book: AddressBook, store: MemoryBookStore
) -> None:
    added = book.writer.add_all(OURS, [draft("Anna", tags=("x",)), draft("Bo", tags=("X", "y"))], actor=OURS)
    assert [one.contact.revision for one in added] == [1, 2]
    assert [one.tags for one in added] == [("x",), ("x", "y")]
    assert store.get_labels(OURS).revision == 1
    assert head(store).contact_count == 2


def test_another_owners_contact_is_not_found(book: AddressBook) -> None:
    contact_id = add(book).contact.id
    with pytest.raises(ContactNotFoundError):
        book.reader.get(THEIRS, contact_id)
    with pytest.raises(ContactNotFoundError):
        book.writer.revise(THEIRS, contact_id, lambda _: draft("Eve"), actor=THEIRS)
    with pytest.raises(ContactNotFoundError):
        book.trash.put(THEIRS, contact_id, actor=THEIRS)


def test_a_book_that_is_gone_means_that_the_account_is(book: AddressBook) -> None:
    for call in (
        lambda: book.writer.add("gone", draft(), actor="gone"),
        lambda: book.reader.page("gone", order=Order.NAME, limit=1),
    ):
        with pytest.raises(AccountGoneError):
            call()


def test_a_revision_keeps_what_identifies_the_contact(book: AddressBook, clock: Clock) -> None:
    before = add(book, tags=("x",)).contact
    clock.time += timedelta(hours=1)
    after = book.writer.revise(OURS, before.id, lambda _: draft("Hanna"), actor=OURS).contact
    assert (after.id, after.uid, after.created_at) == (before.id, before.uid, before.created_at)
    assert (after.revision, after.updated_at, after.label_ids) == (2, clock.time, ())
    assert book.reader.get(OURS, before.id).contact == after


def test_a_revision_that_changes_nothing_is_not_written(book: AddressBook, store: MemoryBookStore) -> None:
    added = add(book, tags=("x",))
    again = book.writer.revise(OURS, added.contact.id, lambda _: draft(tags=("X",)), actor=OURS)
    assert again == added
    assert head(store).revision == 1


def test_json_values_that_python_takes_for_equal_are_a_change(book: AddressBook) -> None:
    def with_extra(value: object) -> ContactDraft:
        return ContactDraft(details=ContactDetails(first_name="Anna", extra={"x": value}))

    added = book.writer.add(OURS, with_extra(1), actor=OURS)
    revised = book.writer.revise(OURS, added.contact.id, lambda _: with_extra(True), actor=OURS)
    assert revised.contact.revision == 2
    assert book.reader.get(OURS, added.contact.id).contact.details.extra["x"] is True


def test_the_history_keeps_the_version_before(book: AddressBook, store: MemoryBookStore) -> None:
    added = add(book).contact
    book.writer.revise(OURS, added.id, lambda _: draft("Hanna"), actor="actor")
    book.trash.put(OURS, added.id, actor=OURS)
    changes = store.list_changes(OURS, after_revision=0, limit=10)
    assert [(change.kind, change.revision) for change in changes] == [
        (ChangeKind.CREATED, 1),
        (ChangeKind.UPDATED, 2),
        (ChangeKind.TRASHED, 3),
    ]
    assert changes[1].previous == added
    assert changes[1].actor == "actor"


def test_a_trashed_contact_is_gone_for_everybody(book: AddressBook, store: MemoryBookStore) -> None:
    contact_id = add(book).contact.id
    book.trash.put(OURS, contact_id, actor=OURS)
    with pytest.raises(ContactNotFoundError):
        book.reader.get(OURS, contact_id)
    with pytest.raises(ContactNotFoundError):
        book.trash.put(OURS, contact_id, actor=OURS)
    assert book.reader.page(OURS, order=Order.LATEST_CHANGE, limit=5).contacts == ()
    assert head(store).contact_count == 0


@pytest.mark.parametrize("allowed", [frozenset({"7"}), frozenset()], ids=["another", "none"])
def test_a_write_on_another_version_than_the_named_one_is_refused(
    book: AddressBook, store: MemoryBookStore, allowed: frozenset[str]
) -> None:
    contact_id = add(book).contact.id
    with pytest.raises(PreconditionFailedError) as caught:
        book.writer.revise(OURS, contact_id, lambda _: draft("x"), actor=OURS, allowed=allowed)
    with pytest.raises(PreconditionFailedError):
        book.trash.put(OURS, contact_id, actor=OURS, allowed=allowed)
    assert caught.value.current_version == "1"
    assert head(store).revision == 1


def test_a_write_on_the_named_version_happens(book: AddressBook) -> None:
    added = add(book, tags=("x",))
    revised = book.writer.revise(
        OURS, added.contact.id, lambda _: draft("x"), actor=OURS, allowed=frozenset({added.version})
    )
    book.trash.put(OURS, added.contact.id, actor=OURS, allowed=frozenset({revised.version}))


def test_a_revision_sees_what_somebody_wrote_in_between(book: AddressBook, store: MemoryBookStore) -> None:
    contact_id = add(book).contact.id
    seen = []

    def rename(current: TaggedContact) -> ContactDraft:
        seen.append(current.contact.details.first_name)
        if len(seen) == 1:
            book.writer.revise(OURS, contact_id, lambda _: draft("Bea"), actor=OURS)
        details = replace(current.contact.details, last_name="Ivanova")
        return ContactDraft(details=details, tags=current.tags)

    result = book.writer.revise(OURS, contact_id, rename, actor=OURS)
    assert seen == ["Anna", "Bea"]
    assert (result.contact.details.first_name, result.contact.details.last_name) == ("Bea", "Ivanova")
    assert book.reader.get(OURS, contact_id) == result
    assert head(store).revision == 3


def test_the_same_request_twice_creates_one_contact(book: AddressBook, store: MemoryBookStore) -> None:
    first = book.writer.add(OURS, draft(), actor=OURS, idempotency_key="k")
    again = book.writer.add(OURS, draft(), actor=OURS, idempotency_key="k")
    assert first == again
    assert head(store).contact_count == 1


def test_a_key_is_good_for_one_request_of_one_book(book: AddressBook) -> None:
    book.writer.add(OURS, draft(), actor=OURS, idempotency_key="k")
    with pytest.raises(IdempotencyKeyReusedError):
        book.writer.add(OURS, draft("Bo"), actor=OURS, idempotency_key="k")
    assert book.writer.add(THEIRS, draft("Bo"), actor=THEIRS, idempotency_key="k").contact.details.first_name == "Bo"


def test_a_key_is_good_for_as_long_as_the_book_has_the_contact(
    book: AddressBook, clock: Clock, store: MemoryBookStore
) -> None:
    first = book.writer.add(OURS, draft(), actor=OURS, idempotency_key="k")
    edited = book.writer.replace(OURS, first.contact.id, draft("Bo"), actor=OURS)
    clock.time += timedelta(days=400)
    assert book.writer.add(OURS, draft(), actor=OURS, idempotency_key="k") == edited
    book.trash.put(OURS, first.contact.id, actor=OURS)
    with pytest.raises(ContactNotFoundError):
        book.writer.add(OURS, draft(), actor=OURS, idempotency_key="k")
    assert head(store).contact_count == 0


def test_pages_follow_each_other_without_gap_or_repetition(book: AddressBook) -> None:
    names = [f"Name {number:02}" for number in range(7)]
    for name in reversed(names):
        add(book, name, tags=("x",))
    found, after = [], None
    while True:
        page = book.reader.page(OURS, order=Order.NAME, limit=3, after=after)
        found += [one.contact.details.first_name for one in page.contacts]
        assert all(one.tags == ("x",) for one in page.contacts)
        after = page.next
        if after is None:
            break
    assert found == names


def test_what_a_search_finds_has_its_tags_also_those_that_came_meanwhile(
    book: AddressBook, store: MemoryBookStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(book, "Anna", tags=("old",))
    contacts = StoreFeed.contacts

    def contacts_after_another_was_added(*args: Any, **options: Any) -> Any:
        add(book, "Anna II", tags=("new",))
        return contacts(*args, **options)

    monkeypatch.setattr(StoreFeed, "contacts", contacts_after_another_was_added)
    page = book.reader.page(OURS, order=Order.NAME, limit=5, query=ContactQuery.of("anna"))
    assert [one.tags for one in page.contacts] == [("old",), ("new",)]
    assert page.contacts == tuple(book.reader.get(OURS, one.contact.id) for one in page.contacts)


def test_the_latest_change_comes_first(book: AddressBook) -> None:
    ids = [add(book, name).contact.id for name in ("A", "B", "C")]
    book.writer.revise(OURS, ids[0], lambda _: draft("Z"), actor=OURS)
    page = book.reader.page(OURS, order=Order.LATEST_CHANGE, limit=5)
    assert [one.contact.id for one in page.contacts] == [ids[0], ids[2], ids[1]]


def test_the_head_is_read_once_for_a_write(book: AddressBook, store: MemoryBookStore) -> None:
    loads = []
    load = store.load

    def counted(*args: object, **options: object) -> BookState:
        loads.append(args)
        return load(*args, **options)  # type: ignore[arg-type]

    store.load = counted  # type: ignore[method-assign]
    add(book, tags=("x",))
    assert len(loads) == 1
