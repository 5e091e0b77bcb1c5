"""Updates the name keys of stored contacts to the current collation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pynamodb.exceptions import UpdateError

from shared.adapters.dynamo.book_items import ContactItem
from shared.adapters.dynamo.faults import is_failed_condition, read_faults, write_faults
from shared.domain.contacts.index_keys import name_index_key
from shared.domain.text.name_orders import COLLATION_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.adapters.dynamo.database import Database


class DynamoNameIndex:
    """A ports.NameIndex: the ``by_name`` index of all books."""

    def __init__(self, database: Database, *, contacts_table: str) -> None:
        self._contacts = database.bind(ContactItem, contacts_table)

    def rebuild(self) -> int:
        """See ports.NameIndex. Reads the whole table once and writes one item for every outdated key."""
        return sum(self._rewrite(item) for item in self._outdated())

    def _outdated(self) -> Iterator[ContactItem]:
        name_key = ContactItem.name_key
        current = name_key.startswith(f"{COLLATION_VERSION}:") | name_key.startswith(f"{COLLATION_VERSION};")
        with read_faults():
            yield from self._contacts.scan(filter_condition=name_key.exists() & ~current)

    def _rewrite(self, item: ContactItem) -> bool:
        """Write the item's new key, unless the contact, and with it the key, has been written in the meantime."""
        name_key = name_index_key(ContactItem.read(item.serialize()))
        assert name_key is not None
        unchanged = (ContactItem.revision == item.revision) & ContactItem.name_key.exists()
        try:
            with write_faults():
                item.update([ContactItem.name_key.set(name_key)], condition=unchanged)
        except UpdateError as error:
            if is_failed_condition(error):
                return False
            raise
        return True
