"""Books in DynamoDB: the Contacts, Changes and Ephemeral tables."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from pynamodb.constants import NUMBER, STRING

from shared.adapters.dynamo import book_commit
from shared.adapters.dynamo.batch_get import MAX_KEYS, Item, batch_get
from shared.adapters.dynamo.book_commit import BookTables
from shared.adapters.dynamo.book_items import (
    BOOK_ITEM_ID,
    LABELS_ITEM_ID,
    BookItem,
    ContactItem,
    LabelsItem,
    contact_item_id,
)
from shared.adapters.dynamo.database import Database
from shared.adapters.dynamo.faults import read_faults
from shared.adapters.dynamo.history_items import ChangeItem, ReceiptItem
from shared.domain.birthdays import DayRange, ranges_from
from shared.domain.books import Labels
from shared.domain.contacts import Change, Contact
from shared.domain.index_keys import birthday_index_key
from shared.services.ports import BookMissingError, BookState, Commit, Position, Slice

MAX_TORN_READS = 3


class DynamoBookStore:
    """A ports.BookStore. All reads are strongly consistent: what was written is found at once, in lists too."""

    def __init__(
        self,
        database: Database,
        *,
        contacts_table: str,
        changes_table: str,
        ephemeral_table: str,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._database = database
        self._contacts_table = contacts_table
        self._wait = wait
        self._tables = BookTables(
            books=database.bind(BookItem, contacts_table),
            labels=database.bind(LabelsItem, contacts_table),
            contacts=database.bind(ContactItem, contacts_table),
            changes=database.bind(ChangeItem, changes_table),
            receipts=database.bind(ReceiptItem, ephemeral_table),
        )

    def load(self, book_id: str, contact_ids: Sequence[str] = (), *, labels: bool = False) -> BookState:
        """One BatchGetItem. Its items are each the latest but not of one moment, which ``commit`` makes up for.

        It does not look at labels that were only read: contacts with labels that are not in the list are read again.
        """
        state = self._load(book_id, contact_ids, labels)
        for _ in range(MAX_TORN_READS):
            if not labels or all(state.labels.names.keys() >= set(one.label_ids) for one in state.contacts.values()):
                break
            state = self._load(book_id, contact_ids, labels)
        return state

    def _load(self, book_id: str, contact_ids: Sequence[str], labels: bool) -> BookState:
        contact_items = [contact_item_id(contact_id) for contact_id in contact_ids]
        items = self._read(book_id, [BOOK_ITEM_ID, *([LABELS_ITEM_ID] if labels else []), *contact_items])
        if BOOK_ITEM_ID not in items:
            raise BookMissingError("there is no such book")
        contacts = [self._contact(items[item_id]) for item_id in contact_items if item_id in items]
        return BookState(
            book=self._tables.books.from_raw_data(items[BOOK_ITEM_ID]).to_book(),
            labels=self._labels(items.get(LABELS_ITEM_ID)),
            contacts={contact.id: contact for contact in contacts},
        )

    def commit(self, commit: Commit) -> None:
        """One TransactWriteItems."""
        book_commit.write(self._database, self._tables, commit)

    def has_committed(self, book_id: str, revision: int, operation_id: str) -> bool:
        """One GetItem on the entry that the operation would have left in the history."""
        with read_faults():
            try:
                change = self._tables.changes.get(book_id, revision, consistent_read=True)
            except ChangeItem.DoesNotExist:
                return False
        return change.operation_id == operation_id

    def get_contact(self, book_id: str, contact_id: str) -> Contact | None:
        """One GetItem."""
        with read_faults():
            try:
                item = self._tables.contacts.get(book_id, contact_item_id(contact_id), consistent_read=True)
            except ContactItem.DoesNotExist:
                return None
        contact = item.to_contact()
        return None if contact.trashed_at else contact

    def get_labels(self, book_id: str) -> Labels:
        """One GetItem."""
        with read_faults():
            try:
                return self._tables.labels.get(book_id, LABELS_ITEM_ID, consistent_read=True).to_labels()
            except LabelsItem.DoesNotExist:
                return Labels()

    def list_by_name(self, book_id: str, *, limit: int, after: Position | None = None) -> Slice:
        """One Query for every MB of contacts; one row more than asked for, which tells whether there is a next page."""
        start = _start_key(book_id, after, "name_key", STRING)
        with read_faults():
            rows = self._tables.contacts.query(
                book_id, index_name="by_name", consistent_read=True, limit=limit + 1, last_evaluated_key=start
            )
            found = [(row, row.to_contact()) for row in rows]
        return _slice(found, limit, lambda row: {"name_key": row.name_key})

    def list_by_change(self, book_id: str, *, limit: int, after: Position | None = None) -> Slice:
        """A Query for keys and a BatchGetItem for the contacts; more of both where many contacts are in the trash."""
        start = _start_key(book_id, after, "revision", NUMBER)
        found: list[tuple[ContactItem, Contact]] = []
        size = limit + 1
        with read_faults():
            rows = self._tables.contacts.query(
                book_id,
                index_name="by_revision",
                consistent_read=True,
                scan_index_forward=False,
                page_size=size,
                last_evaluated_key=start,
            )
            while len(found) <= limit and (chunk := list(islice(rows, size))):
                found += self._live(book_id, chunk)
                size = rows.page_iter.page_size = min(2 * size, MAX_KEYS)
        return _slice(found, limit, lambda row: {"revision": row.revision})

    def list_by_birthday(
        self, book_id: str, ranges: Sequence[DayRange], *, limit: int, after: Position | None = None
    ) -> Slice:
        """One Query a range until there are enough keys, and one BatchGetItem for the contacts."""
        rows: list[ContactItem] = []
        with read_faults():
            for days in ranges_from(ranges, str(after["birthday_key"]) if after else ""):
                rows += self._tables.contacts.query(
                    book_id,
                    ContactItem.birthday_key.between(days.first, days.upper_bound),
                    index_name="by_birthday",
                    consistent_read=True,
                    limit=limit + 1 - len(rows),
                    last_evaluated_key=_start_key(book_id, after, "birthday_key", STRING) if after else None,
                )
                after = None
                if len(rows) > limit:
                    break
        # Between the two reads a birthday may have been changed, or taken away.
        contacts = tuple(
            contact
            for row, contact in self._live(book_id, rows[:limit])
            if birthday_index_key(contact) == row.birthday_key
        )
        if len(rows) <= limit:
            return Slice(contacts=contacts)
        last = rows[limit - 1]
        return Slice(contacts=contacts, next={"id": last.contact_id, "birthday_key": last.birthday_key})

    def list_changes(self, book_id: str, *, after_revision: int, limit: int) -> Sequence[Change]:
        """One Query, up to the first gap: it may see a part of a transaction that is being committed."""
        changes: list[Change] = []
        with read_faults():
            for item in self._tables.changes.query(
                book_id, ChangeItem.revision > after_revision, consistent_read=True, limit=limit
            ):
                if item.revision != after_revision + len(changes) + 1:
                    break
                changes.append(item.to_change())
        return changes

    def _read(self, book_id: str, item_ids: Iterable[str]) -> dict[str, Item]:
        keys = [{"book_id": book_id, "item_id": item_id} for item_id in dict.fromkeys(item_ids)]
        with read_faults():
            items = batch_get(self._database.connection, self._contacts_table, keys, wait=self._wait)
        return {item["item_id"][STRING]: item for item in items}

    def _live(self, book_id: str, rows: Sequence[ContactItem]) -> Iterator[tuple[ContactItem, Contact]]:
        items = self._read(book_id, [row.item_id for row in rows])
        for row in rows:
            contact = self._contact(items[row.item_id]) if row.item_id in items else None
            if contact and not contact.trashed_at:
                yield row, contact

    def _contact(self, item: Item) -> Contact:
        return self._tables.contacts.from_raw_data(item).to_contact()

    def _labels(self, item: Item | None) -> Labels:
        return self._tables.labels.from_raw_data(item).to_labels() if item else Labels()


def _start_key(book_id: str, after: Position | None, index_key: str, kind: str) -> Item | None:
    """Return the ExclusiveStartKey of a position. The book is the caller's, whatever the position says."""
    if after is None:
        return None
    item_id = contact_item_id(str(after["id"]))
    return {"book_id": {STRING: book_id}, "item_id": {STRING: item_id}, index_key: {kind: str(after[index_key])}}


def _slice(
    found: Sequence[tuple[ContactItem, Contact]], limit: int, index_key: Callable[[ContactItem], Position]
) -> Slice:
    """Return the first ``limit`` contacts. The next page starts where the last of them was when it was found."""
    contacts = tuple(contact for _, contact in found[:limit])
    if len(found) <= limit:
        return Slice(contacts=contacts)
    last = found[limit - 1][0]
    return Slice(contacts=contacts, next={"id": contacts[-1].id, **index_key(last)})
