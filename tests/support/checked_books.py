"""The check that tests of books end with."""

from __future__ import annotations

from shared.services.books.checking.checker import BookChecker
from shared.services.ports.books import BookStore
from shared.services.ports.operations import OperationStore
from tests.support.book_builder import NOON


def assert_whole(store: BookStore, operations: OperationStore, book_id: str) -> None:
    """Fail if anything that is derived in a book differs from what it is derived from."""
    assert BookChecker(store, operations, now=lambda: NOON).differences(book_id) == []
