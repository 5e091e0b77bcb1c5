"""Listing a book in the order of its locale: giving its contacts the keys of that order while they are in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import BookBusyError
from shared.domain.text.name_orders import can_make_keys, next_order
from shared.services.books.writer import DEADLINE_SECONDS, MAX_JITTER_SECONDS
from shared.services.ports.commits import MAX_WRITES_PER_COMMIT
from shared.services.ports.conflicts import RaceLostError

if TYPE_CHECKING:
    from shared.services.ports.books import BookStore, NameIndex
    from shared.services.timing import Timing


class NameOrders:
    """Brings books into the order of names that their locale asks for.

    Each step is one transaction, after which every list is complete. It may be interrupted after any, begun twice, and
    run by several at the same time.
    """

    def __init__(self, store: BookStore, index: NameIndex, *, timing: Timing) -> None:
        self._store = store
        self._index = index
        self._timing = timing

    def bring_all(self) -> int:
        """Do ``bring`` for every book, and return how many steps it took."""
        return sum(self.bring(book_id) for book_id in self._index.books())

    def bring(self, book_id: str) -> int:
        """Take steps until the book is in the order of its locale, and return how many there were."""
        steps = 0
        while self.step(book_id) is not None:
            steps += 1
        return steps

    def step(self, book_id: str) -> int | None:
        """Give at most 49 contacts another key, and return how many; None if there is nothing left to do.

        A step in which a change begins or ends gives none.

        A change in progress is ended before another one begins. Raises BookMissingError if there is no such book,
        BookBusyError, StoreUnavailableError, and OutcomeUnknownError, after which it can simply be repeated.
        """
        deadline = self._timing.monotonic() + DEADLINE_SECONDS
        while True:
            try:
                return self._try_step(book_id)
            except RaceLostError as race:
                if self._timing.monotonic() >= deadline:
                    raise BookBusyError("others are writing to the book at the same time") from race
            self._timing.wait(MAX_JITTER_SECONDS * self._timing.jitter())

    def _try_step(self, book_id: str) -> int | None:
        book = self._store.load(book_id).book
        if not can_make_keys(book.name_order.current):
            return None  # newer code knows what to do
        if book.name_order.below:
            return self._index.move(book, MAX_WRITES_PER_COMMIT)
        order = next_order(book.name_order.current, book.settings.locale)
        if order != book.name_order.current:
            self._index.begin(book, order)
            return 0
        return self._index.repair(book, MAX_WRITES_PER_COMMIT) or None
