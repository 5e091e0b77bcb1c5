"""Creates the template's tables in a DynamoDB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tools.template import Table


class TableMismatchError(Exception):
    """A table exists but differs from the one in the template."""


def create_tables(dynamodb: Any, tables: Iterable[Table]) -> list[str]:
    """Create the tables that do not exist yet and return their names.

    ``dynamodb`` is a boto3 client. An existing table gets the global indexes that it lacks. Raises TableMismatchError,
    naming the difference, for one with other keys, indexes or stream: nothing else can be changed later.
    """
    existing = _table_names(dynamodb)
    created = []
    for table in tables:
        if table.name in existing:
            _add_indexes(dynamodb, table)
            _require_match(table, dynamodb.describe_table(TableName=table.name)["Table"])
            continue
        dynamodb.create_table(**table.create_arguments)
        if table.ttl_attribute is not None:
            dynamodb.update_time_to_live(
                TableName=table.name,
                TimeToLiveSpecification={"AttributeName": table.ttl_attribute, "Enabled": True},
            )
        created.append(table.name)
    return created


def _table_names(dynamodb: Any) -> set[str]:
    pages = dynamodb.get_paginator("list_tables").paginate()
    return {name for page in pages for name in page["TableNames"]}


def _add_indexes(dynamodb: Any, table: Table) -> None:
    description = dynamodb.describe_table(TableName=table.name)["Table"]
    known = {index["IndexName"] for index in description.get("GlobalSecondaryIndexes") or ()}
    for index in table.create_arguments.get("GlobalSecondaryIndexes") or ():
        if index["IndexName"] not in known:
            dynamodb.update_table(
                TableName=table.name,
                AttributeDefinitions=table.create_arguments["AttributeDefinitions"],
                GlobalSecondaryIndexUpdates=[{"Create": index}],
            )


def _require_match(table: Table, description: Mapping[str, Any]) -> None:
    expected, actual = _definition(table.create_arguments), _definition(description)
    different = [part for part in expected if expected[part] != actual[part]]
    if different:
        raise TableMismatchError(
            f"{table.name} has other {', '.join(different)} than {table.logical_id} in the template"
        )


def _definition(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return what defines a table, in a form that does not depend on the order of its parts."""
    return {
        "keys": _keys(arguments["KeySchema"]),
        "attributes": {each["AttributeName"]: each["AttributeType"] for each in arguments["AttributeDefinitions"]},
        "local indexes": _indexes(arguments.get("LocalSecondaryIndexes")),
        "global indexes": _indexes(arguments.get("GlobalSecondaryIndexes")),
        "stream": (arguments.get("StreamSpecification") or {}).get("StreamViewType"),
    }


def _keys(schema: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {key["KeyType"]: key["AttributeName"] for key in schema}


def _indexes(indexes: Iterable[Mapping[str, Any]] | None) -> dict[str, Any]:
    return {
        index["IndexName"]: (
            _keys(index["KeySchema"]),
            index["Projection"]["ProjectionType"],
            sorted(index["Projection"].get("NonKeyAttributes") or ()),
        )
        for index in indexes or ()
    }
