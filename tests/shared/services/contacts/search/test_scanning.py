"""Searching by looking at every contact, in order and page by page."""

from __future__ import annotations

from itertools import count

import pytest

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.adapters.romanization import romanized
from shared.domain.books import Book
from shared.domain.contacts.queries import ContactQuery, Order
from shared.domain.labels import Labels
from shared.domain.search.query import Query
from shared.services.contacts.search import scanning as scanning_search
from shared.services.contacts.search.scanning import ScanningSearch
from shared.services.ports.books import ContactPage, Position
from tests.support.book_builder import BookBuilder, creation, new_contact

NAMES = [f"{'Ann' if number % 3 == 0 else 'Bob'} {number:02}" for number in range(20)]
ANNS = [name for name in NAMES if name.startswith("Ann")]


@pytest.fixture
def pen() -> BookBuilder:
    database = MemoryDatabase()
    database.books["b"] = Book(id="b")
    pen = BookBuilder(MemoryBookStore(database), Book(id="b"))
    pen.create(*NAMES)
    return pen


def walk(pen: BookBuilder, query: ContactQuery, *, order: Order = Order.NAME, limit: int) -> list[list[str]]:
    pages = []
    after: Position | None = None
    while True:
        labels = pen.store.get_labels("b")
        page: ContactPage = ScanningSearch(pen.store, lambda: romanized).find(
            "b", query, labels=labels, order=order, limit=limit, after=after
        )
        pages.append([contact.details.first_name for contact in page.contacts])
        after = page.next
        if after is None:
            return pages


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
@pytest.mark.parametrize("chunk_size", [1, 2, 5, 250])
def test_pages_of_any_size_make_up_the_whole_answer(
    pen: BookBuilder, limit: int, chunk_size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning_search, "CHUNK_SIZE", chunk_size)
    for order, expected in ((Order.NAME, ANNS), (Order.LATEST_CHANGE, ANNS[::-1])):
        pages = walk(pen, ContactQuery.of("ann"), order=order, limit=limit)
        assert [name for page in pages for name in page] == expected
        assert all(len(page) <= limit for page in pages)


def test_a_long_way_without_a_match_ends_in_a_cursor(pen: BookBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning_search, "CHUNK_SIZE", 2)
    monkeypatch.setattr(scanning_search, "MAX_CHUNKS", 3)
    pages = walk(pen, ContactQuery.of("ann 18"), limit=5)
    assert [name for page in pages for name in page] == ["Ann 18"]
    assert pages[0] == []


def test_a_few_bytes_too_many_without_a_match_end_in_a_cursor(
    pen: BookBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Contacts may be large: 5,000 of them are up to 160 MB."""
    size = len(new_contact(NAMES[0]).document.text)
    monkeypatch.setattr(scanning_search, "MAX_SCANNED_BYTES", 5 * size)
    assert walk(pen, ContactQuery.of("ann"), limit=50) == [
        ["Ann 00", "Ann 03", "Ann 06", "Ann 09", "Ann 12"],
        ["Ann 15", "Ann 18"],
        [],
        [],
    ]


def test_a_tag_that_no_contact_can_have_is_not_looked_for(pen: BookBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    lists = count()
    monkeypatch.setattr(pen.store, "list_by_name", lambda *_, **__: next(lists))
    assert walk(pen, ContactQuery.of("ann", "go"), limit=5) == [[]]
    assert next(lists) == 0


def test_tag_and_words_are_made_out_once_for_all_contacts(pen: BookBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    lookups, queries, query_of = count(), count(), Query.of
    monkeypatch.setattr(Labels, "ids_of", lambda *_: frozenset([f"label {next(lookups)}"]))
    monkeypatch.setattr(Query, "of", lambda text, **options: query_of(f"{text} {next(queries)}", **options))
    assert walk(pen, ContactQuery.of("ann 044", "chess"), limit=5) == [[]]
    assert (next(lookups), next(queries)) == (1, 1)


def test_a_tag_is_resolved_through_the_labels_of_the_book(pen: BookBuilder) -> None:
    tagged = new_contact("Carla", label_ids=("l1",))
    pen.write(creation(tagged), labels=Labels(revision=1, names={"l1": "Chess"}))
    assert walk(pen, ContactQuery.of("", "chess"), limit=5) == [["Carla"]]
    assert walk(pen, ContactQuery.of("che car"), limit=5) == [["Carla"]]
    assert walk(pen, ContactQuery.of("", "go"), limit=5) == [[]]
