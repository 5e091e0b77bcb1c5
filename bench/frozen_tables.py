"""DynamoDB tables that never change: reads are answered from a copy, writes are acknowledged and discarded.

So a request can be repeated any number of times, and always means the same work for the sender.
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Item = dict[str, dict[str, Any]]
Json = dict[str, Any]

_CONDITION = re.compile(r"(#?\w+) (?:(=|<|<=|>|>=) (:\w+)|BETWEEN (:\w+) AND (:\w+))")
_PREFIX = re.compile(r"begins_with \((#?\w+), (:\w+)\)")
_COMPARISONS = {"=": (0,), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """How a table, or one of its indexes, is sorted: its keys, and the attributes it contains (None: all)."""

    keys: tuple[str, ...]
    attributes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenTable:
    """A table: its items, and how it and its indexes are sorted. The unnamed index is the table itself."""

    indexes: Mapping[str, Index]
    items: Sequence[Item]

    @classmethod
    def of(cls, definition: Mapping[str, Any], items: Sequence[Item]) -> FrozenTable:
        """Return a table from the arguments of CreateTable."""
        table = Index(keys=_keys(definition))
        indexes = {"": table}
        for kind in ("LocalSecondaryIndexes", "GlobalSecondaryIndexes"):
            for index in definition.get(kind, ()):
                keys = _keys(index)
                is_whole = index["Projection"]["ProjectionType"] == "ALL"
                attributes = None if is_whole else tuple(dict.fromkeys((*table.keys, *keys)))
                indexes[index["IndexName"]] = Index(keys=keys, attributes=attributes)
        return cls(indexes=indexes, items=items)

    def get(self, key: Item) -> Item | None:
        """Return the item with this key."""
        return next((item for item in self.items if all(item.get(name) == value for name, value in key.items())), None)

    def query(self, request: Json) -> list[Item]:
        """Return the result of a Query; its key conditions are combined with AND."""
        index = self.indexes[request.get("IndexName", "")]
        names, values = request.get("ExpressionAttributeNames", {}), request["ExpressionAttributeValues"]
        found = [item for item in self.items if all(key in item for key in index.keys)]
        for name, comparison, value, low, high in _CONDITION.findall(request["KeyConditionExpression"]):
            key = names.get(name, name)
            bounds = ((">=", low), ("<=", high)) if low else ((comparison, value),)
            for operator, bound in bounds:
                found = [item for item in found if _holds(item[key], operator, values[bound])]
        for name, value in _PREFIX.findall(request["KeyConditionExpression"]):
            key, prefix = names.get(name, name), _sortable(values[value])
            found = [item for item in found if _sortable(item[key]).startswith(prefix)]
        found.sort(key=lambda item: _sortable(item[index.keys[-1]]), reverse=request.get("ScanIndexForward") is False)
        named = [names.get(each, each) for each in request.get("ProjectionExpression", "").split(", ") if each]
        return [_projected(_projected(item, index.attributes), named or None) for item in found[: request.get("Limit")]]


@dataclass(frozen=True, slots=True)
class FrozenTables:
    """All tables, by name."""

    tables: Mapping[str, FrozenTable] = field(default_factory=dict)

    def answer(self, operation: str, request: Json) -> Json:
        """Return DynamoDB's response. Raises KeyError for an unknown table or operation."""
        return with_capacity(_ANSWERS[operation](self, request), request)

    def get_item(self, request: Json) -> Json:
        """Handle GetItem."""
        item = self.tables[request["TableName"]].get(request["Key"])
        return {"Item": item} if item else {}

    def batch_get_item(self, request: Json) -> Json:
        """Handle BatchGetItem."""
        found = {
            name: [item for item in map(self.tables[name].get, table_request["Keys"]) if item]
            for name, table_request in request["RequestItems"].items()
        }
        return {"Responses": found, "UnprocessedKeys": {}}

    def query(self, request: Json) -> Json:
        """Handle Query."""
        items = self.tables[request["TableName"]].query(request)
        return {"Items": items, "Count": len(items), "ScannedCount": len(items)}

    def update_item(self, request: Json) -> Json:
        """Return the item unchanged, whatever the update."""
        item = self.tables[request["TableName"]].get(request["Key"])
        return {"Attributes": item or request["Key"]} if request.get("ReturnValues", "NONE") != "NONE" else {}

    def describe_table(self, request: Json) -> Json:
        """Handle DescribeTable, of which only the status is used."""
        return {"Table": {"TableName": request["TableName"], "TableStatus": "ACTIVE"}}

    def acknowledge(self, _request: Json) -> Json:
        """Return the response to a write."""
        return {}


def with_capacity(answer: Json, request: Json) -> Json:
    """Return a response that tells the consumed capacity, which is always one unit, if the request asks for it."""
    if request.get("ReturnConsumedCapacity", "NONE") == "NONE":
        return answer
    if "TableName" in request:
        return answer | {"ConsumedCapacity": {"TableName": request["TableName"], "CapacityUnits": 1.0}}
    writes = (next(iter(write.values()))["TableName"] for write in request.get("TransactItems", ()))
    names = dict.fromkeys([*request.get("RequestItems", ()), *writes])
    return answer | {"ConsumedCapacity": [{"TableName": name, "CapacityUnits": 1.0} for name in names]}


_ANSWERS = {
    "GetItem": FrozenTables.get_item,
    "BatchGetItem": FrozenTables.batch_get_item,
    "Query": FrozenTables.query,
    "UpdateItem": FrozenTables.update_item,
    "DescribeTable": FrozenTables.describe_table,
    "PutItem": FrozenTables.acknowledge,
    "DeleteItem": FrozenTables.acknowledge,
    "TransactWriteItems": FrozenTables.acknowledge,
}


def _keys(schema: Mapping[str, Any]) -> tuple[str, ...]:
    kinds: Iterable[Mapping[str, str]] = sorted(schema["KeySchema"], key=lambda key: key["KeyType"])  # HASH, RANGE
    return tuple(key["AttributeName"] for key in kinds)


def _holds(value: Json, operator: str, bound: Json) -> bool:
    one, other = _sortable(value), _sortable(bound)
    return (one > other) - (one < other) in _COMPARISONS[operator]


def _sortable(value: Json) -> Any:
    ((kind, content),) = value.items()
    return float(content) if kind == "N" else content.encode()


def _projected(item: Item, attributes: Sequence[str] | None) -> Item:
    return item if attributes is None else {name: item[name] for name in attributes if name in item}
