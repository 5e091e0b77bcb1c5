"""The first items of a table, in readable form."""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import Binary, TypeDeserializer

_SHOWN_ITEMS = 50


def first_items(dynamodb: Any, table_name: str) -> list[dict[str, Any]]:
    """Return at most 50 items of a table as JSON values; binary values are in base64."""
    items = dynamodb.scan(TableName=table_name, Limit=_SHOWN_ITEMS)["Items"]
    deserialize = TypeDeserializer().deserialize
    return [{name: _json(deserialize(value)) for name, value in item.items()} for item in items]


def _json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_json(item) for item in value]
    if isinstance(value, set):
        return sorted(map(_json, value))
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return base64.b64encode(bytes(value)).decode() if isinstance(value, Binary | bytes) else value
