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
        keys = [{"book_id": book_id, "item_id": f"{HELD_PREFIX}{each}"} for each in sorted(set(contact_ids))]
        if not keys:
            return {}
        with read_faults():
            items = batch_get(self._database.connection, self._contacts_table, keys, wait=self._wait)
        photos = {item["item_id"]["S"].removeprefix(HELD_PREFIX): item.get("photos", {}).get("SS") for item in items}
        return {contact_id: frozenset(ids) for contact_id, ids in photos.items() if ids}

    def contacts_with_photos(self, book_id: str, *, limit: int) -> Sequence[str]:
        """Read with one Query for every MB; an item may be left without photos."""
        found: list[str] = []
        after: Item | None = None
        while True:
            condition = PhotosHeldItem.item_id.startswith(HELD_PREFIX)
            items, after = self._reader.query(book_id, condition, limit=limit, after=after)
            found += [item["item_id"]["S"].removeprefix(HELD_PREFIX) for item in items if "photos" in item]
            if after is None or len(found) >= limit:
                return found[:limit]

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
