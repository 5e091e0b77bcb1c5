"""The views of books, in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.views import Views
from shared.services.ports.conflicts import BookMissingError, ViewsChangedError

if TYPE_CHECKING:
    from datetime import datetime

    from shared.adapters.memory.database import MemoryDatabase
    from shared.services.ports.receipts import Receipt


class MemoryViewStore:
    """A ports.ViewStore. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def get(self, book_id: str) -> Views:
        """See ports.ViewStore."""
        with self._database.lock:
            return self._database.views.get(book_id, Views())

    def put(self, book_id: str, views: Views, *, at: datetime, receipt: Receipt | None = None) -> None:
        """See ports.ViewStore."""
        with self._database.lock:
            if receipt:
                self._database.require_new_receipt(receipt, at=at)
            if self.get(book_id).version != views.version - 1:
                raise ViewsChangedError
            if views.version == 1 and book_id not in self._database.books:
                raise BookMissingError("there is no such book")
            self._database.views[book_id] = views
            if receipt:
                self._database.receipts[receipt.key] = receipt
