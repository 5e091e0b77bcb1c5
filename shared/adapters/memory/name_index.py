"""The keys of names in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.contacts.index_keys import name_index_key
from shared.domain.text.name_orders import ALL
from shared.services.ports.conflicts import RaceLostError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shared.adapters.memory.database import MemoryDatabase
    from shared.domain.books import Book
    from shared.domain.contacts.contact import Contact
    from shared.domain.text.name_orders import NameOrder


class MemoryNameIndex:
    """A ports.NameIndex. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def books(self) -> Iterator[str]:
        """See ports.NameIndex."""
        with self._database.lock:
            yield from list(self._database.books)

    def begin(self, book: Book, order: str) -> None:
        """See ports.NameIndex."""
        self._write(book, book.name_order.followed_by(order, book.revision), ())

    def move(self, book: Book, count: int) -> int:
        """See ports.NameIndex."""
        order = book.name_order
        with self._database.lock:
            rows = self._database.shelves[book.id].named_between(f"{order.before}:", f"{order.before}{ALL}")[-count:]
            below = min(order.below, rows[0][0]) if rows else ""
            self._write(book, replace(order, below=below), [contact for _, contact in rows])
            return len(rows)

    def repair(self, book: Book, count: int) -> int:
        """See ports.NameIndex."""
        with self._database.lock:
            rows = self._database.shelves[book.id].named_between("", f"{book.name_order.current}:")[:count]
            self._write(book, book.name_order, [contact for _, contact in rows])
            return len(rows)

    def _write(self, book: Book, order: NameOrder, contacts: Sequence[Contact]) -> None:
        data = self._database
        with data.lock:
            head = data.books.get(book.id)
            if head is None or head.name_order != book.name_order:
                raise RaceLostError
            if order.ends(book.name_order) and head.revision != book.revision:
                raise RaceLostError
            data.books[book.id] = replace(head, name_order=order)
            for contact in contacts:
                key = name_index_key(contact, order)
                assert key is not None
                data.shelves[book.id].rekey(contact.id, key)
