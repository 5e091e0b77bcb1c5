"""All contacts and changes of books in DynamoDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pynamodb.constants import NUMBER, STRING

from shared.adapters.dynamo.change_items import ChangeItem
from shared.adapters.dynamo.contact_items import CONTACT_PREFIX, ContactItem, contact_id_of, contact_item_id
from shared.adapters.dynamo.reading import TableReader
from shared.services.ports.feed import ChangeNote, ContactRun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.adapters.dynamo.database import Database


class DynamoBookFeed:
    """A ports.BookFeed over the tables of contacts and of changes."""

    def __init__(self, database: Database, *, contacts_table: str, changes_table: str) -> None:
        database.bind(ContactItem, contacts_table)
        database.bind(ChangeItem, changes_table)
        self._contacts = TableReader(database.connection, contacts_table)
        self._changes = TableReader(database.connection, changes_table)

    def contacts(self, book_id: str, *, limit: int, after_id: str = "") -> ContactRun:
        """Read with one Query, of at most 1 MB of contacts; those in the trash count towards ``limit``."""
        start = {"book_id": {STRING: book_id}, "item_id": {STRING: contact_item_id(after_id)}} if after_id else None
        rows, last = self._contacts.query(
            book_id, ContactItem.item_id.startswith(CONTACT_PREFIX), limit=limit, after=start
        )
        contacts = tuple([ContactItem.read(row) for row in rows if "trashed_at" not in row])
        return ContactRun(contacts=contacts, next_id=contact_id_of(last) if last else None)

    def changes(self, book_id: str, *, after_revision: int, limit: int) -> Sequence[ChangeNote]:
        """Read with one Query for every MB of changes, up to the first gap; previous states are not sent."""
        notes: list[ChangeNote] = []
        rows = self._changes.query_all(
            book_id,
            ChangeItem.revision > after_revision,
            limit=limit,
            attributes=["revision", "contact_id", "kind"],
        )
        for row in rows:
            revision = int(row["revision"][NUMBER])
            if revision != after_revision + len(notes) + 1:
                break
            contact_id = row["contact_id"][STRING] if "contact_id" in row else None
            notes.append(ChangeNote(revision=revision, contact_id=contact_id, kind=row["kind"][STRING]))
        return notes
