"""A server without a network, and the table of its tests."""

from __future__ import annotations

import json
from typing import Any

from local.dynamodb import DynamoServer

TABLE = "notes"
CREATE: dict[str, Any] = {
    "TableName": TABLE,
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}, {"AttributeName": "i", "KeyType": "RANGE"}],
    "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": kind}
        for name, kind in (("b", "S"), ("i", "S"), ("n", "N"), ("due", "S"))
    ],
    "LocalSecondaryIndexes": [
        {
            "IndexName": "by_n",
            "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}, {"AttributeName": "n", "KeyType": "RANGE"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "by_due",
            "KeySchema": [{"AttributeName": "due", "KeyType": "HASH"}, {"AttributeName": "n", "KeyType": "RANGE"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
}


class RefusedError(Exception):
    """An answer that is an error; ``answer`` is its body."""

    def __init__(self, status: int, answer: dict[str, Any]) -> None:
        super().__init__(f"{status} {answer}")
        self.status, self.answer = status, answer

    @property
    def kind(self) -> str:
        """Return the name of the error."""
        return str(self.answer["__type"]).rpartition("#")[2]


class World:
    """A server with one table."""

    def __init__(self, server: DynamoServer | None = None) -> None:
        self.server = server or DynamoServer(None)
        self.call("CreateTable", **CREATE)

    def call(self, operation: str, **request: Any) -> dict[str, Any]:
        """Return the answer to a request. Raises RefusedError."""
        status, content = self.server.answer(operation, json.dumps(request).encode())
        answer: dict[str, Any] = json.loads(content)
        if status != 200:
            raise RefusedError(status, answer)
        return answer

    def put(self, i: str, **attributes: Any) -> dict[str, Any]:
        """Store an item of the book ``x``, and return it."""
        item = {"b": {"S": "x"}, "i": {"S": i}, **attributes}
        self.call("PutItem", TableName=TABLE, Item=item)
        return item

    def get(self, i: str) -> dict[str, Any] | None:
        """Return an item of the book ``x``, or None."""
        return self.call("GetItem", TableName=TABLE, Key=key(i)).get("Item")

    def query(self, **request: Any) -> dict[str, Any]:
        """Return a page of the book ``x``."""
        values = {":b": {"S": "x"}, **request.pop("values", {})}
        condition = request.pop("condition", "b = :b")
        return self.call(
            "Query",
            TableName=TABLE,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            **request,
        )

    def ids(self, **request: Any) -> list[str]:
        """Return the range keys of a page of the book ``x``."""
        return [item["i"]["S"] for item in self.query(**request)["Items"]]


def key(i: str) -> dict[str, Any]:
    """Return the key of an item of the book ``x``."""
    return {"b": {"S": "x"}, "i": {"S": i}}
