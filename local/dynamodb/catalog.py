"""The tables that there are."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from local.dynamodb.errors import not_found
from local.dynamodb.schema import Index, Keys, Table


class Version:
    """Counts the changes of tables and indexes, so that every store notices those of others."""

    def __init__(self) -> None:
        self.number = 0


class Catalog:
    """The tables in a file; each is read once, and again when any has changed."""

    def __init__(self, connection: sqlite3.Connection, version: Version) -> None:
        self._connection, self.version = connection, version
        self._known: dict[str, Table] = {}
        self._known_version = -1

    def table(self, name: Any) -> Table:
        """Return a table by its name or ARN. Raises DynamoError."""
        if self._known_version != self.version.number:
            self._known, self._known_version = {}, self.version.number
        name = str(name).rpartition("/")[2]
        table = self._known.get(name)
        if table is None:
            table = self._known[name] = self._read(name)
        return table

    def names(self) -> list[str]:
        """Return the names of all tables, sorted."""
        return [name for (name,) in self._connection.execute("SELECT name FROM tables ORDER BY name")]

    def _read(self, name: str) -> Table:
        select = "SELECT id, description, ttl_attribute FROM tables WHERE name = ?"
        found = self._connection.execute(select, (name,)).fetchone()
        if found is None:
            raise not_found(f"Requested resource not found: Table: {name} not found")
        table_id, description, ttl_attribute = found[0], json.loads(found[1]), found[2]
        numbers = dict(self._connection.execute("SELECT name, id FROM indexes WHERE table_id = ?", (table_id,)))
        return table_of(table_id, description, ttl_attribute, numbers)


def table_of(table_id: int, description: dict[str, Any], ttl_attribute: str | None, numbers: dict[str, int]) -> Table:
    """Return a table from its description; ``numbers`` has those of its indexes by name. Raises DynamoError."""
    types = {each["AttributeName"]: each["AttributeType"] for each in description["AttributeDefinitions"]}
    stream = description.get("StreamSpecification") or {}
    return Table(
        id=table_id,
        name=description["TableName"],
        keys=Keys.of(description["KeySchema"], types),
        indexes=tuple(
            Index(
                id=numbers[each["IndexName"]],
                name=each["IndexName"],
                keys=Keys.of(each["KeySchema"], types),
                is_local=kind == "LocalSecondaryIndexes",
                projection=each["Projection"]["ProjectionType"],
                attributes=frozenset(each["Projection"].get("NonKeyAttributes") or ()),
            )
            for kind in INDEX_KINDS
            for each in description.get(kind) or ()
        ),
        stream_view=stream["StreamViewType"] if stream.get("StreamEnabled") else None,
        ttl_attribute=ttl_attribute,
        description=description,
    )


INDEX_KINDS = ("LocalSecondaryIndexes", "GlobalSecondaryIndexes")
