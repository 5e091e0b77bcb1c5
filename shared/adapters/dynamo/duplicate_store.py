"""What is known about duplicates, in DynamoDB's Contacts table, beside the contacts of their book."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import size

from shared.adapters.dynamo.attributes import all_stored
from shared.adapters.dynamo.batch_get import batch_get
from shared.adapters.dynamo.duplicate_items import (
    DISMISSED_PREFIX,
    FOUND_ITEM_ID,
    DismissedItem,
    FoundGroupsItem,
    dismissed_item_id,
    pairs_of,
)
from shared.adapters.dynamo.faults import is_failed, lost_races, read_faults, write_faults
from shared.adapters.dynamo.reading import TableReader
from shared.domain.errors import StoreUnavailableError
from shared.services.ports.conflicts import TooManyDismissedError
from shared.services.ports.duplicates import MAX_DISMISSED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pynamodb.expressions.condition import Condition

    from shared.adapters.dynamo.database import Database
    from shared.services.ports.duplicates import FoundGroups, IdPair

_TOKEN_LENGTH = 36


class DynamoDuplicateStore:
    """A ports.DuplicateStore."""

    def __init__(self, database: Database, *, contacts_table: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._database = database
        self._contacts_table = contacts_table
        self._wait = wait
        self._found = database.bind(FoundGroupsItem, contacts_table)
        self._dismissed = database.bind(DismissedItem, contacts_table)
        self._reader = TableReader(database.connection, contacts_table)

    def put_found(self, book_id: str, found: FoundGroups) -> None:
        """Write with one UpdateItem, which keeps what newer code stored."""
        item = self._found.of(book_id, found)
        with write_faults():
            item.update(actions=all_stored(item))

    def get_found(self, book_id: str) -> FoundGroups | None:
        """Read with one GetItem."""
        item = self._reader.get(book_id, FOUND_ITEM_ID)
        return FoundGroupsItem.read(item) if item else None

    def dismiss(self, book_id: str, contact_ids: Sequence[str]) -> None:
        """Write with one TransactWriteItems: an item for every contact but the one with the highest id.

        Values are added to sets, so neither an earlier dismissal nor one at the same time has to be read.
        """
        ids = sorted(set(contact_ids))
        token = hashlib.sha256("\0".join((book_id, *ids)).encode()).hexdigest()[:_TOKEN_LENGTH]
        try:
            with write_faults(), self._database.transaction(token) as transaction:
                for place, lower in enumerate(ids[:-1], start=1):
                    others = set(ids[place:])
                    item = self._dismissed(book_id, dismissed_item_id(lower))
                    transaction.update(
                        item, actions=[DismissedItem.others.add(others)], condition=_has_room(len(others))
                    )
        except TransactWriteError as error:
            reasons = lost_races(error)
            if reasons is None:
                raise
            if not any(map(is_failed, reasons)):
                raise StoreUnavailableError("the same contacts are being dismissed at this moment") from error
            raise TooManyDismissedError from error

    def dismissed_among(self, book_id: str, contact_ids: Sequence[str]) -> frozenset[IdPair]:
        """Read with one BatchGetItem for every 100 contacts."""
        ids = set(contact_ids)
        keys = [{"book_id": book_id, "item_id": dismissed_item_id(each)} for each in sorted(ids)]
        with read_faults():
            items = batch_get(self._database.connection, self._contacts_table, keys, wait=self._wait)
        return frozenset(pair for item in items for pair in pairs_of(item) if ids.issuperset(pair))

    def all_dismissed(self, book_id: str) -> frozenset[IdPair]:
        """Read with one Query for every MB."""
        items = self._reader.query_all(book_id, DismissedItem.item_id.startswith(DISMISSED_PREFIX))
        return frozenset(pair for item in items for pair in pairs_of(item))


def _has_room(count: int) -> Condition:
    """Return the condition that a set has room for so many values, even if it has none of them yet."""
    absent: Condition = DismissedItem.others.does_not_exist()
    roomy: Condition = size(DismissedItem.others) <= MAX_DISMISSED - count
    either: Condition = absent | roomy
    return either
