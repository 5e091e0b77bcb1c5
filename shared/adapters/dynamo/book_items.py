"""The Contacts table, and two of its items: a book's head and its labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection, LocalSecondaryIndex
from pynamodb.models import Model

from shared.adapters.dynamo.attributes import (
    CountMapAttribute,
    IntegerAttribute,
    MillisecondsAttribute,
    SecondsAttribute,
    TextMapAttribute,
    stored,
)
from shared.adapters.dynamo.reading import Item, members
from shared.domain.books import DEFAULT_LEAP_DAY, DEFAULT_LOCALE, DEFAULT_TIME_ZONE, Book, BookSettings, NotBefore
from shared.domain.labels import Labels
from shared.domain.text.name_orders import IN_COMMON_ORDER, NameOrder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pynamodb.expressions.update import Action

BOOK_ITEM_ID = "BOOK"
LABELS_ITEM_ID = "LABELS"


class ByName(LocalSecondaryIndex["ContactsTableItem"]):
    """Live contacts, ordered by name."""

    class Meta:
        """Final: a table's local secondary indexes can never be changed."""

        index_name = "by_name"
        projection = AllProjection()

    book_id = UnicodeAttribute(hash_key=True)
    name_key = UnicodeAttribute(range_key=True)


class ByBirthday(LocalSecondaryIndex["ContactsTableItem"]):
    """Live contacts with a known birthday, ordered from January to December."""

    class Meta:
        """Final: a table's local secondary indexes can never be changed."""

        index_name = "by_birthday"
        projection = KeysOnlyProjection()

    book_id = UnicodeAttribute(hash_key=True)
    birthday_key = UnicodeAttribute(range_key=True)


class ByRevision(LocalSecondaryIndex["ContactsTableItem"]):
    """Live contacts, ordered by their latest change, and before them those in the trash, latest deletion first."""

    class Meta:
        """Final: a table's local secondary indexes can never be changed."""

        index_name = "by_revision"
        projection = KeysOnlyProjection()

    book_id = UnicodeAttribute(hash_key=True)
    revision_key = IntegerAttribute(range_key=True)


class ByDueDay(GlobalSecondaryIndex["ContactsTableItem"]):
    """Contacts in the trash of all books, by the day on which they are to be removed for good, then by book."""

    class Meta:
        """Sparse: see ``trashed_items``."""

        index_name = "by_due_day"
        projection = KeysOnlyProjection()

    due_shard = UnicodeAttribute(hash_key=True)
    due_key = UnicodeAttribute(range_key=True)


class ContactsTableItem(Model):
    """What all items of the table have in common."""

    book_id = UnicodeAttribute(hash_key=True)
    item_id = UnicodeAttribute(range_key=True)
    by_name = ByName()
    by_birthday = ByBirthday()
    by_revision = ByRevision()
    by_due_day = ByDueDay()


class BookItem(ContactsTableItem):
    """The head of a book."""

    book_revision = IntegerAttribute()
    contact_count = IntegerAttribute(default=0)
    last_commit_id = UnicodeAttribute(default="")
    labels_revision = IntegerAttribute(default=0)
    locale = UnicodeAttribute(default=DEFAULT_LOCALE)
    time_zone = UnicodeAttribute(default=DEFAULT_TIME_ZONE)
    leap_day = UnicodeAttribute(default=DEFAULT_LEAP_DAY)
    phone_region = UnicodeAttribute(default="")
    name_order = UnicodeAttribute(null=True)
    not_before = SecondsAttribute(null=True)
    kept_session = UnicodeAttribute(null=True)
    personal_tokens_not_before = SecondsAttribute(null=True)
    disabled_at = MillisecondsAttribute(null=True)
    erase_at = MillisecondsAttribute(null=True)

    @classmethod
    def of(cls, book: Book) -> Self:
        """Return the item of a book."""
        not_before = book.not_before
        return cls(
            book.id,
            BOOK_ITEM_ID,
            book_revision=book.revision,
            contact_count=book.contact_count,
            last_commit_id=book.last_commit_id,
            labels_revision=book.labels_revision,
            locale=book.settings.locale,
            time_zone=book.settings.time_zone,
            leap_day=book.settings.leap_day,
            phone_region=book.settings.phone_region,
            name_order=stored_order(book.name_order),
            not_before=not_before and not_before.at,
            kept_session=not_before and not_before.kept_session_id,
            personal_tokens_not_before=not_before and not_before.personal_tokens_at,
            disabled_at=book.disabled_at,
            erase_at=book.erase_at,
        )

    @classmethod
    def settings_changes(cls, settings: BookSettings) -> list[Action]:
        """Return the updates that store other settings."""
        return [
            cls.locale.set(settings.locale),
            cls.time_zone.set(settings.time_zone),
            cls.leap_day.set(settings.leap_day),
            cls.phone_region.set(settings.phone_region),
        ]

    @classmethod
    def not_before_changes(cls, not_before: NotBefore) -> list[Action]:
        """Return the updates that void sessions and access tokens."""
        return [
            cls.not_before.set(not_before.at),
            stored(cls.kept_session, not_before.kept_session_id),
            stored(cls.personal_tokens_not_before, not_before.personal_tokens_at),
        ]

    @classmethod
    def read(cls, item: Item) -> Book:
        """Return the book of an item."""
        values = members(cls, item)
        settings = BookSettings(
            locale=values["locale"],
            time_zone=values["time_zone"],
            leap_day=values["leap_day"],
            phone_region=values["phone_region"],
        )
        order = values.get("name_order")
        return Book(
            id=values["book_id"],
            revision=values["book_revision"],
            contact_count=values["contact_count"],
            last_commit_id=values["last_commit_id"],
            labels_revision=values["labels_revision"],
            settings=settings,
            name_order=NameOrder.read(order) if order else IN_COMMON_ORDER,
            not_before=_not_before(values) if "not_before" in values else None,
            disabled_at=values.get("disabled_at"),
            erase_at=values.get("erase_at"),
        )


class LabelsItem(ContactsTableItem):
    """The labels of a book, names by id; the item does not exist until the first label does."""

    labels_revision = IntegerAttribute()
    names = TextMapAttribute(default=dict)
    colors = TextMapAttribute(default=dict)
    removed = TextMapAttribute(default=dict)
    changed_in = IntegerAttribute(default=0)
    added = CountMapAttribute(default=dict)

    @classmethod
    def of(cls, book_id: str, labels: Labels) -> Self:
        """Return the item of a book's labels."""
        return cls(
            book_id,
            LABELS_ITEM_ID,
            labels_revision=labels.revision,
            names=labels.names,
            colors=labels.colors,
            removed=labels.removed,
            changed_in=labels.changed_in,
            added=labels.added,
        )

    @classmethod
    def read(cls, item: Item | None) -> Labels:
        """Return the labels of an item. Older code may have removed labels and left their colours."""
        if item is None:
            return Labels()
        values = members(cls, item)
        names, colors = values["names"], values["colors"]
        return Labels(
            revision=values["labels_revision"],
            names=names,
            colors=colors if colors.keys() <= names.keys() else {one: colors[one] for one in colors if one in names},
            removed=values["removed"],
            changed_in=values["changed_in"],
            added=values["added"],
        )


def _not_before(values: Mapping[str, Any]) -> NotBefore:
    return NotBefore(
        at=values["not_before"],
        kept_session_id=values.get("kept_session"),
        personal_tokens_at=values.get("personal_tokens_not_before"),
    )


def stored_order(order: NameOrder) -> str | None:
    """Return what the head of a book stores of its order: nothing for the common order, as before there were others."""
    return None if order == IN_COMMON_ORDER else order.text
