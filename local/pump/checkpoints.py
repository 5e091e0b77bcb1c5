"""The position of each event source, stored in the stand-in itself.

A checkpoint is stored after the effects of the records before it, so a kill between the two means that records are
delivered again, as Lambda does: at least once.
"""

from __future__ import annotations

from typing import Any

TABLE_NAME = "local-checkpoints"


class Checkpoints:
    """One position per name. ``dynamodb`` is a boto3 client of the stand-in; the table is created if missing."""

    def __init__(self, dynamodb: Any) -> None:
        self._dynamodb = dynamodb
        if TABLE_NAME not in dynamodb.list_tables()["TableNames"]:
            dynamodb.create_table(
                TableName=TABLE_NAME,
                KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
                BillingMode="PAY_PER_REQUEST",
            )

    def get(self, name: str) -> str | None:
        """Return the last position stored, or None."""
        item = self._dynamodb.get_item(TableName=TABLE_NAME, Key={"name": {"S": name}}).get("Item")
        return None if item is None else str(item["position"]["S"])

    def put(self, name: str, position: str) -> None:
        """Store a position."""
        self._dynamodb.put_item(TableName=TABLE_NAME, Item={"name": {"S": name}, "position": {"S": position}})
