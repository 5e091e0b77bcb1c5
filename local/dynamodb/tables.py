"""CreateTable, DescribeTable and the other operations on tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from local.dynamodb.catalog import INDEX_KINDS, table_of
from local.dynamodb.errors import DynamoError, invalid
from local.dynamodb.store import Store

Request = Mapping[str, Any]
Answer = dict[str, Any]

_ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/"
_KEPT = ("AttributeDefinitions", "KeySchema", "StreamSpecification", "DeletionProtectionEnabled", "BillingMode")
_MOST_NAMES = 100


def create_table(store: Store, request: Request) -> Answer:
    """Create a table, which is active at once. Raises DynamoError."""
    name = str(request.get("TableName") or "")
    if not 3 <= len(name) <= 255:
        raise invalid("TableName must be at least 3 characters long and at most 255 characters long")
    if name in store.catalog.names():
        raise DynamoError("ResourceInUseException", f"Table already exists: {name}")
    indexes = [each["IndexName"] for kind in INDEX_KINDS for each in request.get(kind) or ()]
    described = description(request, now=store.now())
    table_of(0, described, None, dict.fromkeys(indexes, 0))  # raises if the parts do not fit together
    add_table(store, described, ttl_attribute=None)
    return {"TableDescription": described}


def add_table(store: Store, described: Mapping[str, Any], *, ttl_attribute: str | None) -> int:
    """Store a table by its description, and return its number in the file."""
    insert = "INSERT INTO tables (name, description, ttl_attribute) VALUES (?, ?, ?)"
    values = (described["TableName"], json.dumps(described), ttl_attribute)
    table_id = int(store.connection.execute(insert, values).lastrowid or 0)
    for kind in INDEX_KINDS:
        for index in described.get(kind) or ():
            insert = "INSERT INTO indexes (table_id, name) VALUES (?, ?)"
            store.connection.execute(insert, (table_id, index["IndexName"]))
    store.catalog.version.number += 1
    return table_id


def description(request: Request, *, now: float) -> dict[str, Any]:
    """Return what DescribeTable says of a table that was created by a request."""
    arn = _ARN + request["TableName"]
    described: dict[str, Any] = {
        "TableName": request["TableName"],
        "TableArn": arn,
        "TableId": str(uuid4()),
        "TableStatus": "ACTIVE",
        "CreationDateTime": now,
        **{name: request[name] for name in _KEPT if request.get(name) is not None and name != "BillingMode"},
        "BillingModeSummary": {"BillingMode": request.get("BillingMode", "PROVISIONED")},
    }
    for kind in INDEX_KINDS:
        if request.get(kind):
            described[kind] = [
                {**index, "IndexArn": f"{arn}/index/{index['IndexName']}", "IndexStatus": "ACTIVE"}
                for index in request[kind]
            ]
    if (request.get("StreamSpecification") or {}).get("StreamEnabled"):
        label = datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds").removesuffix("+00:00")
        described |= {"LatestStreamLabel": label, "LatestStreamArn": f"{arn}/stream/{label}"}
    return described


def describe_table(store: Store, request: Request) -> Answer:
    """Return the description of a table. Raises DynamoError."""
    table = store.table(request.get("TableName"))
    count, size = store.connection.execute(
        "SELECT count(*), coalesce(sum(size), 0) FROM items WHERE table_id = ?", (table.id,)
    ).fetchone()
    return {"Table": {**table.description, "ItemCount": count, "TableSizeBytes": size}}


def delete_table(store: Store, request: Request) -> Answer:
    """Delete a table with all it holds. Raises DynamoError."""
    table = store.table(request.get("TableName"))
    if table.description.get("DeletionProtectionEnabled"):
        raise invalid("Resource cannot be deleted as it is currently protected against deletion")
    execute = store.connection.execute
    for index in table.indexes:
        execute("DELETE FROM entries WHERE index_id = ?", (index.id,))
    for kind in ("items", "records", "indexes"):
        execute(f"DELETE FROM {kind} WHERE table_id = ?", (table.id,))  # noqa: S608 - three constants
    execute("DELETE FROM tables WHERE id = ?", (table.id,))
    store.catalog.version.number += 1
    return {"TableDescription": {**table.description, "TableStatus": "DELETING"}}


def update_table(store: Store, request: Request) -> Answer:
    """Add a global index, with the items that the table has, at once. Raises DynamoError, also for other changes."""
    table = store.table(request.get("TableName"))
    try:
        [update] = request["GlobalSecondaryIndexUpdates"]
        [(kind, index)] = update.items()
    except (KeyError, ValueError):
        kind, index = "", {}
    if kind != "Create" or set(request) - {"TableName", "AttributeDefinitions", "GlobalSecondaryIndexUpdates"}:
        raise DynamoError("UnknownOperationException", "Of a table, only global indexes can be added, one at a time")
    name = index["IndexName"]
    if name in [each.name for each in table.indexes]:
        raise invalid(f"Attempting to create an index which already exists: {name}")
    described = dict(table.description)
    described["AttributeDefinitions"] = request.get("AttributeDefinitions") or described["AttributeDefinitions"]
    made = {**index, "IndexArn": f"{described['TableArn']}/index/{name}", "IndexStatus": "ACTIVE"}
    described["GlobalSecondaryIndexes"] = [*(described.get("GlobalSecondaryIndexes") or ()), made]
    execute = store.connection.execute
    execute("UPDATE tables SET description = ? WHERE id = ?", (json.dumps(described), table.id))
    execute("INSERT INTO indexes (table_id, name) VALUES (?, ?)", (table.id, name))
    store.catalog.version.number += 1
    store.fill(store.table(table.name), name)
    return {"TableDescription": described}


def list_tables(store: Store, request: Request) -> Answer:
    """Return the names of all tables, a page at a time."""
    after = request.get("ExclusiveStartTableName", "")
    names = [name for name in store.catalog.names() if name > after]
    limit = request.get("Limit", _MOST_NAMES)
    more = {"LastEvaluatedTableName": names[limit - 1]} if len(names) > limit else {}
    return {"TableNames": names[:limit], **more}


def update_time_to_live(store: Store, request: Request) -> Answer:
    """Name the attribute by which items expire, or none. Raises DynamoError."""
    table = store.table(request.get("TableName"))
    specification = request["TimeToLiveSpecification"]
    attribute = specification["AttributeName"] if specification["Enabled"] else None
    if attribute == table.ttl_attribute:
        raise invalid(f"TimeToLive is already {'enabled' if attribute else 'disabled'}")
    execute = store.connection.execute
    execute("UPDATE tables SET ttl_attribute = ? WHERE id = ?", (attribute, table.id))
    store.catalog.version.number += 1
    changed = store.table(table.name)
    for row in store.all_rows(changed, None, None):
        execute("UPDATE items SET expires_at = ? WHERE id = ?", (changed.expires_at(row.item), row.id))
    return {"TimeToLiveSpecification": specification}


def describe_time_to_live(store: Store, request: Request) -> Answer:
    """Return by which attribute items expire. Raises DynamoError."""
    attribute = store.table(request.get("TableName")).ttl_attribute
    if attribute is None:
        return {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}
    return {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": attribute}}
