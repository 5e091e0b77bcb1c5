"""The books with something due in the trash, by the index ``by_due_day`` of the Contacts table."""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from pynamodb.constants import STRING

from shared.adapters.dynamo.book_items import ByDueDay
from shared.adapters.dynamo.faults import read_faults
from shared.adapters.dynamo.trashed_items import SHARDS, TrashedContactItem, due_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from shared.adapters.dynamo.database import Database
    from shared.adapters.dynamo.reading import Item

ROWS_AT_ONCE = 100
"""Few enough that a book with thousands of contacts is passed cheaply: the next read starts behind it."""


class DynamoDueTrash:
    """A ports.DueTrash. The shards take turns, and each yields what has been due for the longest time first."""

    def __init__(self, database: Database, *, contacts_table: str) -> None:
        self._connection = database.connection
        self._contacts = database.bind(TrashedContactItem, contacts_table)

    def books_due_before(self, day: date) -> Iterator[str]:
        """See ports.DueTrash. Reads with one Query for each shard, and then for up to 100 contacts or one book."""
        shards = [self._books_of(shard, day) for shard in SHARDS]
        return (book_id for book_id in chain.from_iterable(zip_longest(*shards)) if book_id is not None)

    def _books_of(self, shard: str, day: date) -> Iterator[str]:
        first, end = "", due_key(day)
        while rows := self._rows(shard, first, end):
            keys = dict.fromkeys(row["due_key"][STRING] for row in rows)
            for key in keys:
                yield key.partition("#")[2]
            if len(rows) < ROWS_AT_ONCE:
                return
            first = f"{[*keys][-1]}!"  # after this key, and before every other one

    def _rows(self, shard: str, first: str, end: str) -> list[Item]:
        """Return rows from one key up to another, which no row has. They may be a moment old."""
        keys = TrashedContactItem.due_key
        condition = keys.between(first, end) if first else keys < end
        with read_faults():
            response = self._connection.query(
                self._contacts.Meta.table_name,
                shard,
                condition,
                index_name=ByDueDay.Meta.index_name,
                limit=ROWS_AT_ONCE,
            )
        rows: list[Item] = response["Items"]
        return rows
