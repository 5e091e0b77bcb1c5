"""The items of a book about duplicates: the groups that a search found, and the pairs that are none."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Self

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, UnicodeSetAttribute

from shared.adapters.dynamo.attributes import MillisecondsAttribute
from shared.adapters.dynamo.book_items import ContactsTableItem
from shared.adapters.dynamo.reading import Item, members
from shared.domain.contacts.documents import encode
from shared.domain.contacts.similarity.grouping import Group
from shared.services.ports.duplicates import FoundGroups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.services.ports.duplicates import IdPair

FOUND_ITEM_ID = "DUPLICATES"
DISMISSED_PREFIX = "DISMISSED#"


class FoundGroupsItem(ContactsTableItem):
    """The result of a search. ``groups`` is JSON compressed with zlib (RFC 1950): ids, score and common values."""

    groups = BinaryAttribute(legacy_encoding=False)
    found_at = MillisecondsAttribute()
    has_more = BooleanAttribute(default=False)

    @classmethod
    def of(cls, book_id: str, found: FoundGroups) -> Self:
        """Return the item of a result."""
        groups = [{"ids": each.contact_ids, "score": each.score, "common": each.common} for each in found.groups]
        return cls(
            book_id,
            FOUND_ITEM_ID,
            groups=zlib.compress(encode(groups).encode()),
            found_at=found.found_at,
            has_more=found.has_more,
        )

    @classmethod
    def read(cls, item: Item) -> FoundGroups:
        """Return the result in an item."""
        values = members(cls, item)
        groups = [
            Group(contact_ids=tuple(each["ids"]), score=each["score"], common=tuple(each.get("common", ())))
            for each in json.loads(zlib.decompress(values["groups"]))
        ]
        return FoundGroups(groups=tuple(groups), found_at=values["found_at"], has_more=values["has_more"])


class DismissedItem(ContactsTableItem):
    """The contacts that a contact is known not to be, of those with higher ids than its own."""

    others = UnicodeSetAttribute(default=set)


def dismissed_item_id(contact_id: str) -> str:
    """Return the range key of the pairs in which this contact has the lower id."""
    return f"{DISMISSED_PREFIX}{contact_id}"


def pairs_of(item: Item) -> Iterator[IdPair]:
    """Yield the pairs in an item."""
    contact_id = str(item["item_id"]["S"]).removeprefix(DISMISSED_PREFIX)
    for other in item.get("others", {}).get("SS", ()):
        yield contact_id, other
