"""A fresh stage for every test, and an unlucky store for those of the book writer."""

from __future__ import annotations

import pytest

from shared.adapters.memory.book_store import MemoryBookStore
from shared.domain.contacts.contact import Contact
from tests.contracts.pen import Pen, new_contact
from tests.shared.services.stage import Stage
from tests.shared.services.unlucky_store import BOOK, UnluckyStore


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def store() -> UnluckyStore:
    return UnluckyStore()


@pytest.fixture
def others(store: UnluckyStore) -> Pen:
    """Somebody else who writes into the same book."""
    return Pen(MemoryBookStore(store.database), BOOK)


@pytest.fixture
def contact() -> Contact:
    return new_contact()
