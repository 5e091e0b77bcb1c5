"""The items of a table, in readable form."""

from __future__ import annotations

import base64
import json
from decimal import Decimal
from typing import Any

SHOWN_ITEMS = 50
# A filter that matches nothing must not read a large table to its end for one answer.
_READ_AT_MOST = 5_000
_PAGE = 500


class UnreadableCursorError(ValueError):
    """A cursor is none that a page of this table had."""


def page_of_items(dynamodb: Any, table_name: str, *, containing: str = "", after: str = "") -> dict[str, Any]:
    """Return up to 50 ``items`` of a table as JSON values, those with a text anywhere in them, and a ``next`` cursor.

    Binary values are in base64, and texts that are JSON are decoded. A page with fewer items, or none, may have a
    cursor: reading stops after 5,000 items. Raises UnreadableCursorError.
    """
    start, read = _key(after), 0
    found: list[tuple[dict[str, Any], dict[str, Any]]] = []
    while len(found) < SHOWN_ITEMS and read < _READ_AT_MOST:
        limit = _PAGE if containing else SHOWN_ITEMS - len(found)
        scanned = dynamodb.scan(TableName=table_name, Limit=limit, **({"ExclusiveStartKey": start} if start else {}))
        read += len(scanned["Items"])
        found += [(key, item) for key, item in map(_readable, scanned["Items"]) if _contains(item, containing)]
        start = scanned.get("LastEvaluatedKey")
        if start is None:
            break
    if len(found) > SHOWN_ITEMS:
        # The next page begins after the last item that is shown, and not after the last one that was read.
        names = dynamodb.describe_table(TableName=table_name)["Table"]["KeySchema"]
        last = found[SHOWN_ITEMS - 1][0]
        start = {each["AttributeName"]: last[each["AttributeName"]] for each in names}
    return {"items": [item for _, item in found[:SHOWN_ITEMS]], "next": json.dumps(start) if start else None}


def _key(cursor: str) -> dict[str, Any] | None:
    if not cursor:
        return None
    try:
        key = json.loads(cursor)
    except ValueError as error:
        raise UnreadableCursorError(cursor) from error
    if not isinstance(key, dict):
        raise UnreadableCursorError(cursor)
    return key


def _readable(item: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return an item as it is, and in readable form."""
    # Loaded with the first page: it takes long.
    from boto3.dynamodb.types import TypeDeserializer  # noqa: PLC0415

    deserialize = TypeDeserializer().deserialize
    return item, {name: _json(deserialize(value)) for name, value in item.items()}


def _contains(item: dict[str, Any], text: str) -> bool:
    return not text or text.casefold() in json.dumps(item, ensure_ascii=False).casefold()


def _json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_json(item) for item in value]
    if isinstance(value, set):
        return sorted(map(_json, value))
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, str):
        return _document(value)
    return value if value is None or isinstance(value, bool) else base64.b64encode(bytes(value)).decode()


def _document(text: str) -> Any:
    """Return what a text in JSON says; any other text as it is."""
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
