"""Where a page of contacts ends and the next one starts, in each order that the Contacts table supports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynamodb.constants import NUMBER, STRING

from shared.adapters.dynamo.book_items import ByBirthday, ByName, ByRevision
from shared.adapters.dynamo.contact_items import contact_id_of, contact_item_id
from shared.services.ports.books import part_of

if TYPE_CHECKING:
    from shared.adapters.dynamo.reading import Item
    from shared.services.ports.books import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class BookIndex:
    """A local secondary index: its name, its sort key, and whether that is a STRING or a NUMBER."""

    name: str
    key: str
    kind: str

    def start_key(self, book_id: str, after: Position | None) -> Item | None:
        """Return the ExclusiveStartKey of a position. The book is always the caller's, whatever the position names."""
        if after is None:
            return None
        item_id = contact_item_id(str(part_of(after, "id")))
        return {
            "book_id": {STRING: book_id},
            "item_id": {STRING: item_id},
            self.key: {self.kind: str(part_of(after, self.key))},
        }

    def position(self, row: Item) -> Position:
        """Return a row's position in the index."""
        value = row[self.key][self.kind]
        return {"id": contact_id_of(row), self.key: int(value) if self.kind == NUMBER else value}


BY_NAME = BookIndex(name=ByName.Meta.index_name, key="name_key", kind=STRING)
BY_BIRTHDAY = BookIndex(name=ByBirthday.Meta.index_name, key="birthday_key", kind=STRING)
BY_REVISION = BookIndex(name=ByRevision.Meta.index_name, key="revision_key", kind=NUMBER)
