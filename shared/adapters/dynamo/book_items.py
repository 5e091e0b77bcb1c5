"""The items of the Contacts table: a book's head, its labels, its contacts."""

from __future__ import annotations

import json
from typing import Self

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, KeysOnlyProjection, LocalSecondaryIndex
from pynamodb.models import Model

from shared.adapters.dynamo.attributes import (
    IntegerAttribute,
    MillisecondsAttribute,
    TextListAttribute,
    TextMapAttribute,
)
from shared.domain import documents
from shared.domain.books import Book, BookSettings, Labels
from shared.domain.contacts import Contact
from shared.domain.index_keys import birthday_index_key, name_index_key

BOOK_ITEM_ID = "BOOK"
LABELS_ITEM_ID = "LABELS"
_CONTACT_PREFIX = "C#"


class ByName(LocalSecondaryIndex["ContactsTableItem"]):
    """Live contacts in the order of names."""

    class Meta:
        """Final: the local indexes of a table can never be changed."""

        index_name = "by_name"
        projection = AllProjection()

    book_id = UnicodeAttribute(hash_key=True)
    name_key = UnicodeAttribute(range_key=True)


class ByBirthday(LocalSecondaryIndex["ContactsTableItem"]):
    """Live contacts with a known birthday, from January to December."""

    class Meta:
        """Final: the local indexes of a table can never be changed."""

        index_name = "by_birthday"
        projection = KeysOnlyProjection()

    book_id = UnicodeAttribute(hash_key=True)
    birthday_key = UnicodeAttribute(range_key=True)


class ByRevision(LocalSecondaryIndex["ContactsTableItem"]):
    """All contacts, those in the trash included, in the order of their latest change."""

    class Meta:
        """Final: the local indexes of a table can never be changed."""

        index_name = "by_revision"
        projection = KeysOnlyProjection()

    book_id = UnicodeAttribute(hash_key=True)
    revision = IntegerAttribute(range_key=True)


class ContactsTableItem(Model):
    """What all items of the table have."""

    book_id = UnicodeAttribute(hash_key=True)
    item_id = UnicodeAttribute(range_key=True)
    by_name = ByName()
    by_birthday = ByBirthday()
    by_revision = ByRevision()


class BookItem(ContactsTableItem):
    """The head of a book. Its counter is not called ``revision``, which would put it into ``by_revision``."""

    book_revision = IntegerAttribute()
    contact_count = IntegerAttribute()
    last_operation_id = UnicodeAttribute()
    time_zone = UnicodeAttribute()
    leap_day = UnicodeAttribute()
    phone_region = UnicodeAttribute()

    @classmethod
    def of(cls, book: Book) -> Self:
        """Return the item of a book."""
        return cls(
            book.id,
            BOOK_ITEM_ID,
            book_revision=book.revision,
            contact_count=book.contact_count,
            last_operation_id=book.last_operation_id,
            time_zone=book.settings.time_zone,
            leap_day=book.settings.leap_day,
            phone_region=book.settings.phone_region,
        )

    def to_book(self) -> Book:
        """Return the book."""
        settings = BookSettings(time_zone=self.time_zone, leap_day=self.leap_day, phone_region=self.phone_region)
        return Book(
            id=self.book_id,
            revision=self.book_revision,
            contact_count=self.contact_count,
            last_operation_id=self.last_operation_id,
            settings=settings,
        )


class LabelsItem(ContactsTableItem):
    """The labels of a book, name by id; there is none until the first label."""

    labels_revision = IntegerAttribute()
    names = TextMapAttribute()

    @classmethod
    def of(cls, book_id: str, labels: Labels) -> Self:
        """Return the item of a book's labels."""
        return cls(book_id, LABELS_ITEM_ID, labels_revision=labels.revision, names=labels.names)

    def to_labels(self) -> Labels:
        """Return the labels."""
        return Labels(revision=self.labels_revision, names=self.names)


class ContactItem(ContactsTableItem):
    """A contact. One in the trash has neither name nor birthday key, and so is in neither index."""

    revision = IntegerAttribute()
    name_key = UnicodeAttribute(null=True)
    birthday_key = UnicodeAttribute(null=True)
    document = UnicodeAttribute()
    label_ids = TextListAttribute()
    created_at = MillisecondsAttribute()
    updated_at = MillisecondsAttribute()
    trashed_at = MillisecondsAttribute(null=True)

    @classmethod
    def of(cls, book_id: str, contact: Contact) -> Self:
        """Return the item of a contact in a book."""
        return cls(
            book_id,
            contact_item_id(contact.id),
            revision=contact.revision,
            name_key=name_index_key(contact),
            birthday_key=birthday_index_key(contact),
            document=documents.encode(documents.to_document(contact.details)),
            label_ids=contact.label_ids,
            created_at=contact.created_at,
            updated_at=contact.updated_at,
            trashed_at=contact.trashed_at,
        )

    @property
    def contact_id(self) -> str:
        """The contact's id, which is known from the keys alone."""
        return self.item_id.removeprefix(_CONTACT_PREFIX)

    def to_contact(self) -> Contact:
        """Return the contact."""
        return Contact(
            id=self.contact_id,
            revision=self.revision,
            details=documents.from_document(json.loads(self.document)),
            label_ids=tuple(self.label_ids),
            created_at=self.created_at,
            updated_at=self.updated_at,
            trashed_at=self.trashed_at,
        )


def contact_item_id(contact_id: str) -> str:
    """Return the range key of a contact."""
    return f"{_CONTACT_PREFIX}{contact_id}"
