"""The items of contacts, apart from a book's own: what serves accounts needs the book and knows no contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pynamodb.attributes import UnicodeAttribute
from pynamodb.constants import LIST, NUMBER, STRING

from shared.adapters.dynamo.attributes import (
    IntegerAttribute,
    IntegerListAttribute,
    MillisecondsAttribute,
    TextListAttribute,
    time_of,
)
from shared.adapters.dynamo.book_items import ContactsTableItem
from shared.domain.contacts.contact import Contact
from shared.domain.contacts.documents import Document
from shared.domain.contacts.index_keys import birthday_index_key, name_index_key, revision_index_key
from shared.domain.text.name_orders import IN_COMMON_ORDER, NameOrder

if TYPE_CHECKING:
    from shared.adapters.dynamo.reading import Item
    from shared.services.ports.commits import ContactWrite

CONTACT_PREFIX = "C#"


class ContactItem(ContactsTableItem):
    """A contact. One in the trash has no name key and no birthday key, so it is in neither index."""

    revision = IntegerAttribute()
    revision_key = IntegerAttribute(null=True)
    name_key = UnicodeAttribute(null=True)
    birthday_key = UnicodeAttribute(null=True)
    document = UnicodeAttribute()
    label_ids = TextListAttribute(default=())
    created_at = MillisecondsAttribute()
    updated_at = MillisecondsAttribute()
    trashed_at = MillisecondsAttribute(null=True)
    earlier = IntegerListAttribute(null=True)

    @classmethod
    def of(cls, book_id: str, contact: Contact, order: NameOrder = IN_COMMON_ORDER) -> Self:
        """Return the item of a contact in a book that is listed in this order."""
        return cls(
            book_id,
            contact_item_id(contact.id),
            revision=contact.revision,
            revision_key=revision_index_key(contact),
            name_key=name_index_key(contact, order),
            birthday_key=birthday_index_key(contact),
            document=contact.document.text,
            label_ids=contact.label_ids,
            created_at=contact.created_at,
            updated_at=contact.updated_at,
            trashed_at=contact.trashed_at,
            earlier=contact.earlier or None,
        )

    @staticmethod
    def read(item: Item) -> Contact:
        """Return the contact of an item. A page has up to a hundred of them, so nothing is read without need."""
        label_ids = item.get("label_ids")
        trashed_at = item.get("trashed_at")
        earlier = item.get("earlier")
        created_ms, updated_ms = item["created_at"][NUMBER], item["updated_at"][NUMBER]
        created_at = time_of(created_ms)
        return Contact(
            id=contact_id_of(item),
            revision=int(item["revision"][NUMBER]),
            document=Document.read(item["document"][STRING]),
            label_ids=tuple([label_id[STRING] for label_id in label_ids[LIST]]) if label_ids else (),
            created_at=created_at,
            updated_at=created_at if updated_ms == created_ms else time_of(updated_ms),  # most are never changed
            trashed_at=time_of(trashed_at[NUMBER]) if trashed_at else None,
            earlier=tuple([int(revision[NUMBER]) for revision in earlier[LIST]]) if earlier else (),
        )


class NewContactItem(ContactItem):
    """A contact as it is created: with the fingerprint of the request, which no later write touches."""

    fingerprint = UnicodeAttribute(null=True)

    @classmethod
    def created(cls, book_id: str, write: ContactWrite, order: NameOrder) -> Self:
        """Return the item of a write that creates a contact."""
        item = cls.of(book_id, write.contact, order)
        item.fingerprint = write.fingerprint
        return item


def contact_item_id(contact_id: str) -> str:
    """Return the range key of a contact."""
    return f"{CONTACT_PREFIX}{contact_id}"


def is_contact(item: Item) -> bool:
    """Return whether an item is a contact; the keys alone suffice."""
    return str(item["item_id"][STRING]).startswith(CONTACT_PREFIX)


def name_key_of(item: Item) -> str:
    """Return the name key of a contact that has one; the keys of its row in ``by_name`` suffice."""
    return str(item["name_key"][STRING])


def contact_id_of(item: Item) -> str:
    """Return the id of a contact; the keys alone suffice."""
    return str(item["item_id"][STRING]).removeprefix(CONTACT_PREFIX)
