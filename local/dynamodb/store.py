"""Items, index entries and stream records in a file, through one connection."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from local.dynamodb.catalog import Catalog, Version
from local.dynamodb.schema import Index, Table, stored_size
from local.dynamodb.values import Item

Key = tuple[bytes, bytes]


class Raw(str):
    """JSON that is part of an answer as it is."""

    __slots__ = ()


class Row(NamedTuple):
    """A stored item, not decoded."""

    id: int
    document: str
    size: int

    @property
    def item(self) -> Item:
        """Return the item."""
        item: Item = json.loads(self.document)
        return item


@dataclass(frozen=True, slots=True)
class Change:
    """What a write makes of an item: ``old`` is None for a new one, ``new`` for one that is deleted."""

    table: Table
    key: Key
    old: Item | None
    new: Item | None
    row: Row | None


@dataclass(frozen=True, slots=True)
class Range:
    """A part of a partition in the order of its range key, or of a table; ``low`` and ``high`` are SQL conditions."""

    conditions: tuple[tuple[str, bytes], ...] = ()
    forward: bool = True
    after: tuple[bytes, ...] | None = None


class Store:
    """The tables in a file. ``version`` is shared by all stores of the file."""

    def __init__(
        self, connection: sqlite3.Connection, version: Version, *, now: Callable[[], float] = time.time
    ) -> None:
        self.connection, self.now = connection, now
        self.catalog = Catalog(connection, version)

    def table(self, name: Any) -> Table:
        """Return a table by its name or ARN. Raises DynamoError."""
        return self.catalog.table(name)

    def row(self, table: Table, key: Key) -> Row | None:
        """Return the row of an item, or None."""
        found = self.connection.execute(
            "SELECT id, document, size FROM items WHERE table_id = ? AND hash = ? AND range = ?", (table.id, *key)
        ).fetchone()
        return None if found is None else Row(*found)

    def service_states(self) -> dict[str, str]:
        """Return what other services keep, by their names."""
        return dict(self.connection.execute("SELECT name, state FROM services"))

    def keep_service_states(self, states: Mapping[str, str]) -> None:
        """Replace what other services keep."""
        self.connection.executemany("INSERT OR REPLACE INTO services VALUES (?, ?)", states.items())

    def partition(self, table: Table, index: Index | None, hash_key: bytes, part: Range) -> Iterator[Row]:
        """Yield the rows of a partition of a table or index in order."""
        conditions: list[tuple[str, Any]] = [_scope(table, index), ("hash =", hash_key)]
        conditions += [(f"range {comparator}", bound) for comparator, bound in part.conditions]
        return self._rows(index, conditions, ("range",), part)

    def all_rows(self, table: Table, index: Index | None, after: tuple[bytes, ...] | None) -> Iterator[Row]:
        """Yield the rows of a whole table or index, in the order of their keys."""
        return self._rows(index, [_scope(table, index)], ("hash", "range"), Range(after=after))

    def _rows(
        self, index: Index | None, conditions: list[tuple[str, Any]], order: tuple[str, ...], part: Range
    ) -> Iterator[Row]:
        source, alias = ("items", "items.") if index is None else (_ENTRIES, "entries.")
        if index is not None:
            order = (*order, "item_hash", "item_range")
        where = " AND ".join(f"{alias}{condition} ?" for condition, _ in conditions)
        values = [value for _, value in conditions]
        if part.after is not None:
            columns = ", ".join(f"{alias}{column}" for column in order)
            where += f" AND ({columns}) {'>' if part.forward else '<'} ({', '.join('?' * len(order))})"
            values += part.after
        by = ", ".join(f"{alias}{column}{'' if part.forward else ' DESC'}" for column in order)
        select = f"SELECT items.id, document, size FROM {source} WHERE {where} ORDER BY {by}"  # noqa: S608 - constants
        return map(Row._make, self.connection.execute(select, values))

    def apply(self, change: Change, *, by_service: bool = False, is_silent: bool = False) -> None:
        """Carry out a change: the item, its entries in all indexes, and the record in the stream.

        ``by_service`` marks the record of a deletion by DynamoDB itself; a change that ``is_silent`` has no record.
        """
        table, old, new, row = change.table, change.old, change.new, change.row
        if new is None:
            if row is None:
                return
            self.connection.execute("DELETE FROM items WHERE id = ?", (row.id,))
            item_id = row.id
        else:
            values = (
                stored_size(new),
                table.expires_at(new),
                json.dumps(new, ensure_ascii=False, separators=(",", ":")),
            )
            if row is None:
                insert = (
                    "INSERT INTO items (table_id, hash, range, size, expires_at, document) VALUES (?, ?, ?, ?, ?, ?)"
                )
                item_id = int(self.connection.execute(insert, (table.id, *change.key, *values)).lastrowid or 0)
            else:
                update = "UPDATE items SET size = ?, expires_at = ?, document = ? WHERE id = ?"
                self.connection.execute(update, (*values, row.id))
                item_id = row.id
        for index in table.indexes:
            self._move(index, change.key, item_id, old, new)
        if table.stream_view is not None and old != new and not is_silent:
            self._record(change, by_service=by_service)

    def fill(self, table: Table, index_name: str) -> None:
        """Make the entries of a new index for the items that the table has."""
        index = table.index(index_name)
        for row in list(self.all_rows(table, None, None)):
            item = row.item
            self._move(index, table.keys.encoded(item), row.id, None, item)

    def _move(self, index: Index, key: Key, item_id: int, old: Item | None, new: Item | None) -> None:
        before = index.keys.encoded(old) if old is not None and index.covers(old) else None
        after = index.keys.encoded(new) if new is not None and index.covers(new) else None
        if before == after:
            return
        if before is not None:
            delete = "DELETE FROM entries WHERE (index_id, hash, range, item_hash, item_range) = (?, ?, ?, ?, ?)"
            self.connection.execute(delete, (index.id, *before, *key))
        if after is not None:
            self.connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", (index.id, *after, *key, item_id))

    def _record(self, change: Change, *, by_service: bool) -> None:
        table, view = change.table, change.table.stream_view or ""
        kind = "INSERT" if change.old is None else "REMOVE" if change.new is None else "MODIFY"
        record: dict[str, Any] = {"eventName": kind, "Keys": table.key_of(change.new or change.old or {})}
        if view.startswith("NEW") and change.new is not None:
            record["NewImage"] = change.new
        if view.endswith(("OLD_IMAGE", "OLD_IMAGES")) and change.old is not None:
            record["OldImage"] = change.old
        if by_service:
            record["userIdentity"] = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
        self.add_record(table.id, record, self.now())

    def add_record(self, table_id: int, record: dict[str, Any], created_at: float, number: str = "") -> None:
        """Add a record at the end of a table's stream; without a sequence number of its own it gets the next one."""
        insert = "INSERT INTO records (table_id, sequence_number, created_at, record) VALUES (?, ?, ?, ?)"
        position = self.connection.execute(insert, (table_id, number, created_at, _json(record))).lastrowid
        if not number:
            # The time first, so that numbers go on growing if the file is made anew.
            number = f"{int(created_at * 1000):020d}{position:010d}"
            self.connection.execute("UPDATE records SET sequence_number = ? WHERE position = ?", (number, position))


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _scope(table: Table, index: Index | None) -> tuple[str, int]:
    """Return the condition that selects what belongs to a table or index."""
    return ("table_id =", table.id) if index is None else ("index_id =", index.id)


_ENTRIES = "entries JOIN items ON items.id = entries.item_id"
