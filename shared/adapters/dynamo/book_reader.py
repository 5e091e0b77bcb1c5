"""Contacts and labels as DynamoDB has them: what functions load that only read a book."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pynamodb.constants import STRING

from shared.adapters.dynamo.batch_get import batch_get
from shared.adapters.dynamo.book_indexes import BY_BIRTHDAY, BY_NAME, BY_REVISION, BookIndex
from shared.adapters.dynamo.book_items import BOOK_ITEM_ID, LABELS_ITEM_ID, BookItem, LabelsItem
from shared.adapters.dynamo.contact_items import (
    CONTACT_PREFIX,
    ContactItem,
    contact_item_id,
    name_key_of,
)
from shared.adapters.dynamo.faults import read_faults
from shared.adapters.dynamo.reading import Item, TableReader
from shared.domain.contacts.index_keys import birthday_index_key
from shared.domain.text.name_orders import is_of_one_order
from shared.services.ports.books import BookState, ContactPage, Position, part_of
from shared.services.ports.conflicts import BookMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shared.adapters.dynamo.database import Database
    from shared.domain.books import Book
    from shared.domain.contacts.birthdays import DayRange
    from shared.domain.contacts.contact import Contact
    from shared.domain.labels import Labels

    _Read = Callable[[str, Sequence[str]], dict[str, Item]]

MAX_TORN_READS = 3
LISTED = (
    "item_id", "name_key", "revision", "document", "label_ids", "created_at", "updated_at", "trashed_at", "earlier",
)  # fmt: skip
"""What a list by name reads of a contact: not the keys of its other lists, which are a sixth of it."""


class DynamoBookReader:
    """A ports.BookReader. All reads are strongly consistent: a write is visible at once, in lists too.

    ``admit`` is shown every head that is read, and may refuse.
    """

    def __init__(
        self,
        database: Database,
        *,
        contacts_table: str,
        admit: Callable[[Book], None] = lambda _: None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        database.bind(ContactItem, contacts_table)
        self._database = database
        self._contacts_table = contacts_table
        self._admit = admit
        self._wait = wait
        self._contacts = TableReader(database.connection, contacts_table)

    def load(self, book_id: str, contact_ids: Sequence[str] = (), *, labels: bool = False) -> BookState:
        """Read with one BatchGetItem.

        Each item is current, but they may be of different moments; ``commit`` detects that. It does not check labels
        that were only read: if contacts have labels that are missing from the list, everything is read again.
        """
        state = self._load(book_id, contact_ids, labels)
        for _ in range(MAX_TORN_READS):
            if not labels or all(state.labels.know(one.label_ids) for one in state.contacts.values()):
                break
            state = self._load(book_id, contact_ids, labels)
        return state

    def _load(self, book_id: str, contact_ids: Sequence[str], labels: bool) -> BookState:
        contact_items = [contact_item_id(contact_id) for contact_id in contact_ids]
        items = self._read(book_id, [BOOK_ITEM_ID, *([LABELS_ITEM_ID] if labels else []), *contact_items])
        if BOOK_ITEM_ID not in items:
            raise BookMissingError("there is no such book")
        book = BookItem.read(items[BOOK_ITEM_ID])
        self._admit(book)
        contacts = [ContactItem.read(items[item_id]) for item_id in contact_items if item_id in items]
        return BookState(
            book=book,
            labels=LabelsItem.read(items.get(LABELS_ITEM_ID)),
            contacts={contact.id: contact for contact in contacts},
        )

    def get_labels(self, book_id: str) -> Labels:
        """Read with one BatchGetItem, together with the head."""
        return LabelsItem.read(self._read_admitted(book_id, [LABELS_ITEM_ID]).get(LABELS_ITEM_ID))

    def list_by_name(self, book_id: str, *, limit: int, after: Position | None = None) -> ContactPage:
        """Read with one Query for every MB of contacts, and one extra row that tells if there is a next page.

        If the rows have keys of more than one order, with a few more.
        """
        rows = self._by_name(book_id, limit + 1, after)
        first = str(after["name_key"]) if after else name_key_of(rows[0]) if rows else ""
        if rows and (not is_of_one_order(first, name_key_of(rows[-1])) or (after and "passed" in after)):
            return self._list_across_orders(book_id, limit, after)
        found = [(row, ContactItem.read(row)) for row in rows[:limit]]
        return _page(found, BY_NAME, next_=_next(rows, limit, BY_NAME))

    def _by_name(self, book_id: str, count: int, after: Position | None) -> list[Item]:
        return self._contacts.query_all(
            book_id, limit=count, index=BY_NAME.name, after=BY_NAME.start_key(book_id, after), attributes=LISTED
        )

    def _list_across_orders(self, book_id: str, limit: int, after: Position | None) -> ContactPage:
        from shared.adapters.dynamo.name_index import BookNameReads
        from shared.services.ports.name_lists import page_across_orders

        return page_across_orders(BookNameReads(book_id, self._by_name, self._read), limit=limit, after=after)

    def list_by_change(self, book_id: str, *, limit: int, after: Position | None = None) -> ContactPage:
        """Read with a Query for keys and a BatchGetItem for contacts and head: two for 100 contacts."""
        rows = self._contacts.query_all(
            book_id,
            ContactItem.revision_key > 0,
            limit=limit + 1,
            index=BY_REVISION.name,
            forward=False,
            after=BY_REVISION.start_key(book_id, after),
        )
        return _page(
            [*self._live(book_id, rows[:limit], self._read_admitted)],
            BY_REVISION,
            next_=_next(rows, limit, BY_REVISION),
        )

    def list_trash(
        self, book_id: str, *, limit: int, after: Position | None = None, oldest_first: bool = False
    ) -> ContactPage:
        """Read with a Query for keys and a BatchGetItem for contacts and head: two for 100 contacts."""
        rows = self._contacts.query_all(
            book_id,
            ContactItem.revision_key < 0,
            limit=limit + 1,
            index=BY_REVISION.name,
            forward=not oldest_first,
            after=BY_REVISION.start_key(book_id, after),
        )
        found = [
            (row, contact)
            for row, contact in self._found(book_id, rows[:limit], self._read_admitted)
            if contact.trashed_at
        ]
        return _page(found, BY_REVISION, next_=_next(rows, limit, BY_REVISION))

    def list_by_id(self, book_id: str, *, limit: int, after: str | None = None) -> Sequence[Contact]:
        """Read with one Query for every MB of contacts."""
        start = {"book_id": {STRING: book_id}, "item_id": {STRING: contact_item_id(after)}} if after else None
        is_contact = ContactItem.item_id.startswith(CONTACT_PREFIX)
        rows = self._contacts.query_all(book_id, is_contact, limit=limit, after=start)
        return [ContactItem.read(row) for row in rows]

    def list_by_birthday(
        self, book_id: str, ranges: Sequence[DayRange], *, limit: int, after: Position | None = None
    ) -> ContactPage:
        """Read with one Query per range until there are enough keys, and one BatchGetItem for the contacts."""
        from shared.domain.contacts.birthdays import ranges_from

        rows: list[Item] = []
        for days in ranges_from(ranges, str(part_of(after, "birthday_key")) if after else ""):
            rows += self._contacts.query_all(
                book_id,
                ContactItem.birthday_key.between(days.first, days.upper_bound),
                limit=limit + 1 - len(rows),
                index=BY_BIRTHDAY.name,
                after=BY_BIRTHDAY.start_key(book_id, after),
            )
            after = None
            if len(rows) > limit:
                break
        # A birthday may have been changed or removed between the two reads.
        found = [
            (row, contact)
            for row, contact in self._live(book_id, rows[:limit], self._read)
            if birthday_index_key(contact) == row["birthday_key"][STRING]
        ]
        return _page(found, BY_BIRTHDAY, next_=_next(rows, limit, BY_BIRTHDAY))

    def _read(self, book_id: str, item_ids: Iterable[str]) -> dict[str, Item]:
        keys = [{"book_id": book_id, "item_id": item_id} for item_id in dict.fromkeys(item_ids)]
        with read_faults():
            items = batch_get(self._database.connection, self._contacts_table, keys, wait=self._wait)
        return {item["item_id"][STRING]: item for item in items}

    def _read_admitted(self, book_id: str, item_ids: Sequence[str]) -> dict[str, Item]:
        items = self._read(book_id, [BOOK_ITEM_ID, *item_ids])
        if BOOK_ITEM_ID in items:
            self._admit(BookItem.read(items[BOOK_ITEM_ID]))
        return items

    def _live(self, book_id: str, rows: Sequence[Item], read: _Read) -> Iterator[tuple[Item, Contact]]:
        return ((row, contact) for row, contact in self._found(book_id, rows, read) if not contact.trashed_at)

    def _found(self, book_id: str, rows: Sequence[Item], read: _Read) -> Iterator[tuple[Item, Contact]]:
        """Yield the contacts of rows of an index; one may have been moved to the trash or back since."""
        item_ids = [row["item_id"][STRING] for row in rows]
        items = read(book_id, item_ids) if rows else {}
        for row, item_id in zip(rows, item_ids, strict=True):
            if item_id in items:
                yield row, ContactItem.read(items[item_id])


def _page(found: Sequence[tuple[Item, Contact]], index: BookIndex, *, next_: Position | None) -> ContactPage:
    """Return contacts with their positions: those of the rows that led to them."""
    return ContactPage(
        contacts=tuple([contact for _, contact in found]),
        positions=tuple([index.position(row) for row, _ in found]),
        next=next_,
    )


def _next(rows: Sequence[Item], limit: int, index: BookIndex) -> Position | None:
    """Return where the next page starts: after the last row of this one, as it was when read."""
    return index.position(rows[limit - 1]) if len(rows) > limit else None
