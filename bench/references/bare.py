"""Three routes with nothing between them and AWS: the cost of a plain handler that does the same job.

It checks an access token, reads or stores one contact, or reads a page of them, and logs one line. Its key comes from
the environment, it validates next to nothing, and it counts no metrics: everything that is compared with it does more.
"""

from __future__ import annotations

import json
import os
import time
import uuid
from typing import Any

import botocore.session
import jwt

_KEY = os.environ["JWT_KEY"].encode()
_ISSUER = os.environ["JWT_ISSUER"]
_TABLE = os.environ["CONTACTS_TABLE"]
_dynamodb = botocore.session.get_session().create_client("dynamodb")
_TEXTS = ("first_name", "last_name", "email", "phone", "birthday", "notes")


def get(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Handle GET /contacts/{contact_id}."""
    started = time.perf_counter()
    account_id = _account_id(event)
    if account_id is None:
        return _answer(event, context, started, 401, {"detail": "no access token"})
    key = {"book_id": {"S": account_id}, "item_id": {"S": f"C#{event['pathParameters']['contact_id']}"}}
    item = _dynamodb.get_item(TableName=_TABLE, Key=key, ConsistentRead=True).get("Item")
    if item is None:
        return _answer(event, context, started, 404, {"detail": "no such contact"})
    return _answer(event, context, started, 200, _contact(item))


def page(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Handle GET /contacts, in the order of the table."""
    started = time.perf_counter()
    account_id = _account_id(event)
    if account_id is None:
        return _answer(event, context, started, 401, {"detail": "no access token"})
    limit = int((event.get("queryStringParameters") or {}).get("limit", "50"))
    found = _dynamodb.query(
        TableName=_TABLE,
        KeyConditionExpression="book_id = :book",
        ExpressionAttributeValues={":book": {"S": account_id}},
        ConsistentRead=True,
        Limit=limit,
    )
    return _answer(event, context, started, 200, {"items": [_contact(item) for item in found["Items"]]})


def create(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Handle POST /contacts."""
    started = time.perf_counter()
    account_id = _account_id(event)
    if account_id is None:
        return _answer(event, context, started, 401, {"detail": "no access token"})
    body = json.loads(event["body"])
    if not isinstance(body, dict) or not any(body.get(name) for name in ("first_name", "last_name", "email", "phone")):
        return _answer(event, context, started, 422, {"detail": "a contact has a name, an address or a number"})
    now = str(time.time_ns() // 1_000_000)
    item = {
        "book_id": {"S": account_id},
        "item_id": {"S": f"C#{uuid.uuid4().hex}"},
        "revision": {"N": "1"},
        "created_at": {"N": now},
        "updated_at": {"N": now},
        **{name: {"S": str(body[name])} for name in _TEXTS if body.get(name)},
    }
    _dynamodb.put_item(TableName=_TABLE, Item=item, ConditionExpression="attribute_not_exists(item_id)")
    return _answer(event, context, started, 201, _contact(item))


def _account_id(event: dict[str, Any]) -> str | None:
    scheme, _, token = event["headers"].get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    try:
        claims = jwt.decode(token, _KEY, algorithms=["HS256"], audience="contacts-api", issuer=_ISSUER)
    except jwt.InvalidTokenError:
        return None
    return str(claims["sub"])


def _contact(item: dict[str, Any]) -> dict[str, Any]:
    contact: dict[str, Any] = {name: item[name]["S"] for name in _TEXTS if name in item}
    contact["id"] = item["item_id"]["S"].removeprefix("C#")
    for name in ("revision", "created_at", "updated_at"):
        contact[name] = int(item[name]["N"])
    return contact


def _answer(event: dict[str, Any], context: Any, started: float, status: int, body: dict[str, Any]) -> dict[str, Any]:
    line = {
        "level": "INFO",
        "message": "request",
        "request_id": context.aws_request_id,
        "route": event["routeKey"],
        "status": status,
        "duration_ms": round((time.perf_counter() - started) * 1000, 3),
    }
    print(json.dumps(line), flush=True)
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}
