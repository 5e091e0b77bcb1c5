"""A fresh stage for every test, and an unlucky store for those of the book writer."""

from __future__ import annotations

import pytest

from shared.adapters.memory.book_store import MemoryBookStore
from shared.domain.contacts.contact import Contact
from tests.support.book_builder import BookBuilder, new_contact
from tests.support.fakes import Stage
from tests.support.unlucky_store import BOOK, UnluckyStore


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def store() -> UnluckyStore:
    return UnluckyStore()


@pytest.fixture
def others(store: UnluckyStore) -> BookBuilder:
    """Return somebody else who writes into the same book."""
    return BookBuilder(MemoryBookStore(store.database), BOOK)


@pytest.fixture
def contact() -> Contact:
    return new_contact()
