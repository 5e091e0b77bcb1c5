"""The index of contacts by name, while they get the keys of another order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pynamodb.exceptions import TransactWriteError

from shared.adapters.dynamo.book_indexes import BY_NAME
from shared.adapters.dynamo.book_items import BOOK_ITEM_ID, BookItem, stored_order
from shared.adapters.dynamo.contact_items import ContactItem, contact_item_id, name_key_of
from shared.adapters.dynamo.faults import lost_races, read_faults, write_faults
from shared.adapters.dynamo.reading import Item, TableReader
from shared.domain.contacts.index_keys import name_index_key
from shared.domain.text.name_orders import ALL
from shared.services.ports.conflicts import BookMissingError, RaceLostError
from shared.services.ports.name_lists import Look, NameRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pynamodb.expressions.condition import Condition

    from shared.adapters.dynamo.database import Database
    from shared.domain.books import Book
    from shared.domain.text.name_orders import NameOrder
    from shared.services.ports.books import Position


@dataclass(frozen=True, slots=True)
class BookNameReads:
    """A ports.NameReads of one book, by what its store reads with."""

    book_id: str
    by_name: Callable[[str, int, Position | None], Sequence[Item]]
    read: Callable[[str, Iterable[str]], dict[str, Item]]

    def rows(self, after: Position | None, count: int) -> Sequence[NameRow]:
        """See ports.NameReads. Reads with one Query for every MB of contacts."""
        items = self.by_name(self.book_id, count, after)
        return [NameRow(name_key_of(item), ContactItem.read(item)) for item in items]

    def look(self, contact_id: str | None) -> Look:
        """See ports.NameReads. Reads with one BatchGetItem."""
        item_id = contact_item_id(contact_id) if contact_id else None
        items = self.read(self.book_id, [BOOK_ITEM_ID, *([item_id] if item_id else [])])
        if BOOK_ITEM_ID not in items:
            raise BookMissingError("there is no such book")
        order = BookItem.read(items[BOOK_ITEM_ID]).name_order
        contact = items.get(item_id or "")
        if contact is None:
            return Look(order)
        return Look(order, name_key_of(contact) if "name_key" in contact else None, ContactItem.read(contact).revision)


class DynamoNameIndex:
    """A ports.NameIndex. A range takes one Query and one transaction."""

    def __init__(self, database: Database, *, contacts_table: str) -> None:
        self._database = database
        self._books = database.bind(BookItem, contacts_table)
        self._contacts = database.bind(ContactItem, contacts_table)
        self._reader = TableReader(database.connection, contacts_table)

    def books(self) -> Iterator[str]:
        """See ports.NameIndex. Reads the whole table."""
        with read_faults():
            for item in self._books.scan(filter_condition=BookItem.item_id == BOOK_ITEM_ID):
                yield item.book_id

    def begin(self, book: Book, order: str) -> None:
        """See ports.NameIndex."""
        self._write(book, book.name_order.followed_by(order, book.revision), [])

    def move(self, book: Book, count: int) -> int:
        """See ports.NameIndex."""
        order = book.name_order
        rows, _ = self._reader.query(
            book.id,
            ContactItem.name_key.between(f"{order.before}:", f"{order.before}{ALL}"),
            index=BY_NAME.name,
            limit=count,
            forward=False,
        )
        below = min(order.below, name_key_of(rows[-1])) if rows else ""
        self._write(book, replace(order, below=below), rows)
        return len(rows)

    def repair(self, book: Book, count: int) -> int:
        """See ports.NameIndex."""
        current = book.name_order.current
        rows, _ = self._reader.query(book.id, ContactItem.name_key < f"{current}:", index=BY_NAME.name, limit=count)
        if rows:
            self._write(book, book.name_order, rows)
        return len(rows)

    def _write(self, book: Book, order: NameOrder, rows: Sequence[Item]) -> None:
        """Write the keys of an order, and the order to the head, if nobody has written any of these meanwhile."""
        known = stored_order(book.name_order)
        unmoved: Condition = BookItem.name_order.does_not_exist() if known is None else BookItem.name_order == known
        is_head = BookItem.item_id.exists() & unmoved
        if order.ends(book.name_order):  # older code writes whatever the order is
            is_head = is_head & (BookItem.book_revision == book.revision)
        try:
            with write_faults(), self._database.transaction() as transaction:
                for row in rows:
                    contact = ContactItem.read(row)
                    key = name_index_key(contact, order)
                    assert key is not None
                    transaction.update(
                        self._contacts(book.id, contact_item_id(contact.id)),
                        actions=[ContactItem.name_key.set(key)],
                        condition=ContactItem.revision == contact.revision,
                    )
                if order == book.name_order:
                    transaction.condition_check(self._books, book.id, BOOK_ITEM_ID, condition=is_head)
                else:
                    head = self._books(book.id, BOOK_ITEM_ID)
                    transaction.update(head, actions=[BookItem.name_order.set(order.text)], condition=is_head)
        except TransactWriteError as error:
            if lost_races(error) is None:
                raise
            raise RaceLostError from error
