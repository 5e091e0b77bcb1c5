"""Books in DynamoDB: the Contacts, Changes and Ephemeral tables."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pynamodb.constants import LIST, NUMBER, STRING

from shared.adapters.dynamo import book_commit
from shared.adapters.dynamo.batch_get import batch_get
from shared.adapters.dynamo.book_commit import BookTables
from shared.adapters.dynamo.book_items import BookItem, LabelsItem
from shared.adapters.dynamo.book_reader import DynamoBookReader
from shared.adapters.dynamo.change_items import ChangeItem
from shared.adapters.dynamo.contact_items import CONTACT_PREFIX, ContactItem, NewContactItem, contact_id_of
from shared.adapters.dynamo.ephemeral_items import ReceiptItem, receipt_item_id
from shared.adapters.dynamo.faults import read_faults
from shared.adapters.dynamo.reading import TableReader
from shared.domain.contacts.contact import ChangeKind
from shared.services.ports.conflicts import RaceLostError

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence
    from datetime import datetime

    from shared.adapters.dynamo.database import Database
    from shared.domain.books import Book
    from shared.domain.contacts.contact import Change
    from shared.services.ports.commits import Commit
    from shared.services.ports.receipts import Receipt


class DynamoBookStore(DynamoBookReader):
    """A ports.BookStore. All reads are strongly consistent: a write is visible at once, in lists too."""

    def __init__(
        self,
        database: Database,
        *,
        contacts_table: str,
        changes_table: str,
        ephemeral_table: str,
        admit: Callable[[Book], None] = lambda _: None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        super().__init__(database, contacts_table=contacts_table, admit=admit, wait=wait)
        self._changes_table = changes_table
        self._ephemeral_table = ephemeral_table
        self._tables = BookTables(
            books=database.bind(BookItem, contacts_table),
            labels=database.bind(LabelsItem, contacts_table),
            contacts=database.bind(ContactItem, contacts_table),
            new_contacts=database.bind(NewContactItem, contacts_table),
            changes=database.bind(ChangeItem, changes_table),
            receipts=database.bind(ReceiptItem, ephemeral_table),
        )
        self._changes = TableReader(database.connection, changes_table)

    def commit(self, commit: Commit) -> None:
        """Write with one TransactWriteItems."""
        book_commit.write(self._database, self._tables, commit)

    def has_committed(self, book_id: str, revision: int, commit_id: str) -> bool:
        """Read, with one GetItem, the change entry that the commit would have left."""
        item = self._changes.get(book_id, str(revision))
        return item is not None and item["commit_id"][STRING] == commit_id

    def get_receipt(self, key: str, *, at: datetime) -> Receipt | None:
        """Read with one GetItem."""
        item = TableReader(self._database.connection, self._ephemeral_table).get(receipt_item_id(key))
        receipt = ReceiptItem.read(item) if item else None
        return receipt if receipt and receipt.expires_at > at else None

    def label_ids_in_use(self, book: Book, *, besides: Container[str]) -> frozenset[str]:
        """Read all contacts, with one Query for every MB; only their labels and revisions are sent.

        The latest commit must be among them, and none after it: a transaction becomes visible item by item. Commits of
        labels alone and removals are not; one more Query looks for them.
        """
        rows = self._contacts.query_all(
            book.id, ContactItem.item_id.startswith(CONTACT_PREFIX), attributes=["item_id", "revision", "label_ids"]
        )
        latest = max((int(row["revision"][NUMBER]) for row in rows), default=0)
        if latest != book.revision and not self._no_contact_was_written(book, since=latest):
            raise RaceLostError
        labelled = (row for row in rows if "label_ids" in row and contact_id_of(row) not in besides)
        return frozenset(label_id[STRING] for row in labelled for label_id in row["label_ids"][LIST])

    def changes_at(self, book_id: str, revisions: Sequence[int]) -> Mapping[int, Change]:
        """Read with one BatchGetItem for every 100 revisions."""
        keys = [{"book_id": book_id, "revision": str(revision)} for revision in dict.fromkeys(revisions)]
        with read_faults():
            items = batch_get(self._database.connection, self._changes_table, keys, wait=self._wait) if keys else []
        changes = map(ChangeItem.read, items)
        return {change.revision: change for change in changes}

    def list_changes(self, book_id: str, *, after_revision: int, limit: int) -> Sequence[Change]:
        """Read with one Query, up to the first gap: a transaction that is being committed may be partly visible."""
        changes: list[Change] = []
        for item in self._changes.query_all(book_id, ChangeItem.revision > after_revision, limit=limit):
            change = ChangeItem.read(item)
            if change.revision != after_revision + len(changes) + 1:
                break
            changes.append(change)
        return changes

    def _no_contact_was_written(self, book: Book, *, since: int) -> bool:
        """Return whether no change from an earlier revision to the book's own left a contact with its revision."""
        if since > book.revision:
            return False
        between = ChangeItem.revision.between(since + 1, book.revision)
        entries = self._changes.query_all(book.id, between, attributes=["revision", "contact_id", "kind"])
        kinds = {entry["contact_id"][STRING]: entry["kind"][STRING] for entry in entries if "contact_id" in entry}
        return len(entries) == book.revision - since and {*kinds.values()} <= {ChangeKind.PURGED}
