"""What the store in memory adds to the contract: it is safe between threads, and fast in a large book."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from shared.adapters.memory.book_store import MemoryBookStore
from shared.adapters.memory.database import MemoryDatabase
from shared.domain.books import Book
from shared.services.books.writer import BookWriter, Plan
from shared.services.ports.commits import MAX_WRITES_PER_COMMIT
from shared.services.timing import Timing
from tests.support.book_builder import NOON, BookBuilder, creation, new_contact

BOOK = Book(id="book")


@pytest.fixture
def store() -> MemoryBookStore:
    return MemoryBookStore(MemoryDatabase(books={BOOK.id: BOOK}))


def test_threads_that_write_at_the_same_time_lose_nothing(store: MemoryBookStore) -> None:
    numbers = count(1)
    timing = Timing(monotonic=time.monotonic, wait=time.sleep, jitter=random.random)
    writer = BookWriter(store, timing=timing, new_commit_id=lambda: f"commit {next(numbers)}")

    def add(_: int) -> None:
        contact = new_contact()
        writer.write(BOOK.id, actor="a", at=NOON, labels=False, decide=lambda _: Plan(writes=(creation(contact),)))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(80)))
    assert store.load(BOOK.id).book.contact_count == 80
    changes = store.list_changes(BOOK.id, after_revision=0, limit=100)
    assert [change.revision for change in changes] == list(range(1, 81))


def test_a_page_of_a_large_book_looks_at_no_more_than_the_page(
    store: MemoryBookStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    pen = BookBuilder(store, BOOK)
    for batch in range(40):
        pen.create(*(f"{batch} {number}" for number in range(MAX_WRITES_PER_COMMIT)))
    made = count()
    monkeypatch.setattr("shared.adapters.memory.book.name_index_key", lambda *_: f"key {next(made)}")
    for read in (store.list_by_name, store.list_by_change):
        assert len(read(BOOK.id, limit=50).contacts) == 50
    pen.update(store.list_by_name(BOOK.id, limit=1).contacts[0], notes="x")
    assert next(made) == 1
