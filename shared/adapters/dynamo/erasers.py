"""Erasers of what DynamoDB has of an account: its book, what is in its own partition, and its messages."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pynamodb.exceptions import DeleteError

from shared.adapters.dynamo.account_items import ProfileItem
from shared.adapters.dynamo.account_look_ups import look_ups_of
from shared.adapters.dynamo.accounts_table import AccountsTableItem
from shared.adapters.dynamo.batch_delete import MAX_KEYS, batch_delete
from shared.adapters.dynamo.book_items import ContactsTableItem
from shared.adapters.dynamo.change_items import ChangeItem
from shared.adapters.dynamo.faults import is_failed_condition, read_faults, write_faults
from shared.adapters.dynamo.mail_items import MailItem
from shared.adapters.dynamo.reading import TableReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shared.adapters.dynamo.account_look_ups import LookUp
    from shared.adapters.dynamo.database import Database
    from shared.adapters.dynamo.reading import Item
    from shared.domain.accounts.erasure import Erasure

KEYS_AT_ONCE = 500
"""Keys that are read, and then deleted in batches."""


class BookEraser:
    """A ports.Eraser of everything in a book, and of its history: whole partitions, whatever kinds of items they have.

    The head is gone, so no change can be committed meanwhile.
    """

    def __init__(
        self,
        database: Database,
        *,
        contacts_table: str,
        changes_table: str,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        database.bind(ContactsTableItem, contacts_table)
        database.bind(ChangeItem, changes_table)
        self._database = database
        self._tables = {contacts_table: "item_id", changes_table: "revision"}
        self._wait = wait

    def erase(self, erasure: Erasure) -> Iterator[None]:
        """See ports.Eraser. Takes one Query for every 500 items, and one BatchWriteItem for every 25."""
        for table, range_key in self._tables.items():
            reader = TableReader(self._database.connection, table)
            names = ["book_id", range_key]
            while keys := reader.query(erasure.book_id, limit=KEYS_AT_ONCE, attributes=names)[0]:
                for start in range(0, len(keys), MAX_KEYS):
                    batch = keys[start : start + MAX_KEYS]
                    batch_delete(self._database.connection, table, batch, wait=self._wait)
                    yield


class AccountEraser:
    """A ports.Eraser of everything in the partition of an account, and of the look-ups that lead to it from elsewhere.

    A look-up goes before the item that names it, so that none is left that nothing names.
    """

    def __init__(self, database: Database, *, accounts_table: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._database = database
        self._table = accounts_table
        self._items = database.bind(AccountsTableItem, accounts_table)
        self._wait = wait

    def erase(self, erasure: Erasure) -> Iterator[None]:
        """See ports.Eraser. Takes one Query and one BatchWriteItem for every 25 items, one DeleteItem a look-up."""
        reader = TableReader(self._database.connection, self._table)
        partition, _ = ProfileItem.key(erasure.account_id)
        while items := reader.query(partition, limit=MAX_KEYS)[0]:
            for look_up in look_ups_of(erasure.account_id, items):
                self._remove(look_up)
            keys = [{name: item[name] for name in ("pk", "sk")} for item in items]
            batch_delete(self._database.connection, self._table, keys, wait=self._wait)
            yield

    def _remove(self, look_up: LookUp) -> None:
        try:
            with write_faults():
                self._items(*look_up.key).delete(condition=look_up.condition)
        except DeleteError as error:
            if not is_failed_condition(error):  # it belongs to somebody else by now, or is gone
                raise


class MailEraser:
    """A ports.Eraser of the messages to an account.

    Nothing finds messages by their account, since nothing else needs that: an index would cost a write for every
    message that is ever sent. The table has what was sent within a week, and is read as a whole.
    """

    def __init__(self, database: Database, *, outbox_table: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._database = database
        self._table = outbox_table
        self._wait = wait
        database.bind(MailItem, outbox_table)

    def erase(self, erasure: Erasure) -> Iterator[None]:
        """See ports.Eraser. Takes one Scan for every MB of messages, and one BatchWriteItem for every 25 of its own."""
        for ids in self._pages(erasure.account_id):
            for start in range(0, len(ids), MAX_KEYS):
                batch = ids[start : start + MAX_KEYS]
                batch_delete(self._database.connection, self._table, batch, wait=self._wait)
            yield

    def _pages(self, account_id: str) -> Iterator[Sequence[Item]]:
        """Yield the keys of the messages to an account, for each MB of the table."""
        after: str | None = None
        while True:
            with read_faults():
                response = self._database.connection.scan(
                    self._table,
                    MailItem.account_id == account_id,
                    attributes_to_get=["id"],
                    exclusive_start_key=after,
                    consistent_read=True,
                )
            yield response["Items"]
            if "LastEvaluatedKey" not in response:
                return
            after = response["LastEvaluatedKey"]["id"]["S"]
