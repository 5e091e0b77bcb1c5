"""The items of contacts that go into the trash, or come back: only these need the keys of the index of what is due."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Self

from pynamodb.attributes import UnicodeAttribute

from shared.adapters.dynamo.contact_items import ContactItem
from shared.domain.contacts.retention import due_day
from shared.domain.text.name_orders import IN_COMMON_ORDER

if TYPE_CHECKING:
    from datetime import date

    from shared.domain.contacts.contact import Contact
    from shared.domain.text.name_orders import NameOrder

SHARDS = tuple("01234567")
"""Each takes at least 1,000 writes a second. All contacts of a book are in one, so that it is found by one read."""


class TrashedContactItem(ContactItem):
    """A contact in the trash, or one that has just left it and therefore loses these keys."""

    due_shard = UnicodeAttribute(null=True)
    due_key = UnicodeAttribute(null=True)

    @classmethod
    def of(cls, book_id: str, contact: Contact, order: NameOrder = IN_COMMON_ORDER) -> Self:
        """Return the item of a contact in a book that is listed in this order."""
        item = super().of(book_id, contact, order)
        day = due_day(contact)
        if day is not None:
            item.due_shard = shard_of(book_id)
            item.due_key = due_key(day, book_id)
        return item


def shard_of(book_id: str) -> str:
    """Return the shard that has everything that is due in a book."""
    return SHARDS[sha256(book_id.encode()).digest()[0] % len(SHARDS)]


def due_key(day: date, book_id: str = "") -> str:
    """Return the key of what is due on a day in a book: the days in order, then the books of a day."""
    return f"{day.isoformat()}#{book_id}"
