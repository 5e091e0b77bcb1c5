"""The register of photos, in DynamoDB's Contacts table, beside the contacts of their book.

There are two items: ``PHOTOS#`` and the id of a contact, with its photos, and ``PHOTO#`` and the id of a photo, with
the contacts that have it. Ids are added to sets and taken out of them, so that nothing has to be read before.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pynamodb.attributes import UnicodeSetAttribute
from pynamodb.exceptions import DeleteError

from shared.adapters.dynamo.batch_get import batch_get
from shared.adapters.dynamo.book_items import ContactsTableItem
from shared.adapters.dynamo.faults import is_failed_condition, read_faults, write_faults
from shared.adapters.dynamo.reading import TableReader

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from pynamodb.expressions.condition import Condition

    from shared.adapters.dynamo.database import Database
    from shared.adapters.dynamo.reading import Item

HELD_PREFIX = "PHOTOS#"
HOLDERS_PREFIX = "PHOTO#"


class PhotosHeldItem(ContactsTableItem):
    """The photos of a contact, also those that it no longer shows."""

    photos = UnicodeSetAttribute(default=set)


class PhotoHoldersItem(ContactsTableItem):
    """The contacts that have a photo."""

    holders = UnicodeSetAttribute(default=set)


class DynamoPhotoRegister:
    """A ports.PhotoRegister."""

    def __init__(self, database: Database, *, contacts_table: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._database = database
        self._contacts_table = contacts_table
        self._wait = wait
        self._reader = TableReader(database.connection, contacts_table)
        self._held = database.bind(PhotosHeldItem, contacts_table)
        self._holders = database.bind(PhotoHoldersItem, contacts_table)

    def hold(self, book_id: str, contact_id: str, photo_id: str) -> None:
        """Write with two UpdateItem, the contact's first: whoever is named by a photo knows it."""
        with write_faults():
            held = self._held(book_id, f"{HELD_PREFIX}{contact_id}")
            held.update([PhotosHeldItem.photos.add({photo_id})])
            holders = self._holders(book_id, f"{HOLDERS_PREFIX}{photo_id}")
            holders.update([PhotoHoldersItem.holders.add({contact_id})])

    def held(self, book_id: str, contact_ids: Collection[str]) -> Mapping[str, frozenset[str]]:
        """Read with one BatchGetItem."""
        items = self._items(book_id, HELD_PREFIX, contact_ids)
        photos = {item["item_id"]["S"].removeprefix(HELD_PREFIX): item.get("photos", {}).get("SS") for item in items}
        return {contact_id: frozenset(ids) for contact_id, ids in photos.items() if ids}

    def contacts_with_photos(self, book_id: str, *, limit: int) -> Sequence[str]:
        """Read with one Query for every MB; an item may be left without photos."""
        return self._ids(book_id, HELD_PREFIX, "photos", limit=limit)

    def photo_ids(self, book_id: str, *, after: str = "", limit: int) -> Sequence[str]:
        """Read with one Query for every MB; an item may be left without contacts."""
        key = {"book_id": {"S": book_id}, "item_id": {"S": f"{HOLDERS_PREFIX}{after}"}} if after else None
        return self._ids(book_id, HOLDERS_PREFIX, "holders", limit=limit, after=key)

    def known_among(self, book_id: str, photo_ids: Collection[str]) -> frozenset[str]:
        """Read with one BatchGetItem for every 100 photos."""
        items = self._items(book_id, HOLDERS_PREFIX, photo_ids)
        return frozenset(item["item_id"]["S"].removeprefix(HOLDERS_PREFIX) for item in items if "holders" in item)

    def release(self, book_id: str, contact_id: str, photo_id: str) -> bool:
        """Write with one UpdateItem, and one DeleteItem if no other contact has the photo."""
        item = self._holders(book_id, f"{HOLDERS_PREFIX}{photo_id}")
        with write_faults():
            item.update([PhotoHoldersItem.holders.delete({contact_id})])
        return not item.holders and _is_deleted(item, PhotoHoldersItem.holders.does_not_exist())

    def forget(self, book_id: str, contact_id: str, photo_id: str) -> None:
        """Write with one UpdateItem, and one DeleteItem if it was the last photo of the contact."""
        item = self._held(book_id, f"{HELD_PREFIX}{contact_id}")
        with write_faults():
            item.update([PhotosHeldItem.photos.delete({photo_id})])
        if not item.photos:
            _is_deleted(item, PhotosHeldItem.photos.does_not_exist())

    def _items(self, book_id: str, prefix: str, ids: Collection[str]) -> Sequence[Item]:
        keys = [{"book_id": book_id, "item_id": f"{prefix}{each}"} for each in sorted(set(ids))]
        if not keys:
            return ()
        with read_faults():
            return batch_get(self._database.connection, self._contacts_table, keys, wait=self._wait)

    def _ids(
        self, book_id: str, prefix: str, attribute: str, *, limit: int, after: Item | None = None
    ) -> Sequence[str]:
        """Return the ids in the keys of items that have an attribute."""
        found: list[str] = []
        while True:
            condition = ContactsTableItem.item_id.startswith(prefix)
            items, after = self._reader.query(book_id, condition, limit=limit, after=after)
            found += [item["item_id"]["S"].removeprefix(prefix) for item in items if attribute in item]
            if after is None or len(found) >= limit:
                return found[:limit]


def _is_deleted(item: ContactsTableItem, empty: Condition) -> bool:
    """Delete an item that is still empty, and return whether it was."""
    try:
        with write_faults():
            item.delete(condition=empty)
    except DeleteError as error:
        if not is_failed_condition(error):
            raise
        return False
    return True
