"""The counts of labels in DynamoDB's Contacts table: ``COUNTS``, beside the labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pynamodb.constants import LIST, NUMBER, STRING
from pynamodb.exceptions import PutError

from shared.adapters.dynamo.attributes import CountMapAttribute, IntegerAttribute
from shared.adapters.dynamo.book_items import ContactsTableItem
from shared.adapters.dynamo.contact_items import CONTACT_PREFIX, ContactItem, contact_id_of
from shared.adapters.dynamo.faults import is_failed_condition, write_faults
from shared.adapters.dynamo.reading import TableReader, members
from shared.services.ports.label_counts import LabelCounts, LabelledContact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.adapters.dynamo.database import Database

COUNTS_ITEM_ID = "COUNTS"


class CountsItem(ContactsTableItem):
    """The counts of a book's labels in one of its revisions. It is put whole: nothing of an earlier one applies."""

    counted_revision = IntegerAttribute()
    contacts = CountMapAttribute(default=dict)


class DynamoLabelCounts:
    """A ports.LabelCountStore."""

    def __init__(self, database: Database, *, contacts_table: str) -> None:
        self._items = database.bind(CountsItem, contacts_table)
        self._contacts = TableReader(database.connection, contacts_table)

    def find(self, book_id: str) -> LabelCounts | None:
        """Read with one GetItem."""
        item = self._contacts.get(book_id, COUNTS_ITEM_ID)
        if item is None:
            return None
        values = members(CountsItem, item)
        return LabelCounts(revision=values["counted_revision"], contacts=values["contacts"])

    def save(self, book_id: str, counts: LabelCounts) -> None:
        """Write with one PutItem."""
        item = self._items(book_id, COUNTS_ITEM_ID, counted_revision=counts.revision, contacts=dict(counts.contacts))
        older = CountsItem.counted_revision.does_not_exist() | (CountsItem.counted_revision < counts.revision)
        try:
            with write_faults():
                item.save(condition=older)
        except PutError as error:
            if not is_failed_condition(error):
                raise

    def all_contacts(self, book_id: str) -> Sequence[LabelledContact]:
        """Read with one Query for every MB of contacts; only their labels and revisions are sent."""
        rows = self._contacts.query_all(
            book_id,
            ContactItem.item_id.startswith(CONTACT_PREFIX),
            attributes=["item_id", "revision", "label_ids", "trashed_at"],
        )
        return [
            LabelledContact(
                id=contact_id_of(row),
                revision=int(row["revision"][NUMBER]),
                label_ids=(
                    tuple([label_id[STRING] for label_id in row["label_ids"][LIST]])
                    if "label_ids" in row and "trashed_at" not in row
                    else ()
                ),
            )
            for row in rows
        ]
