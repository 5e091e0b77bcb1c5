"""Carries out requests: which operation is which function, and in which transaction of the file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from local.dynamodb import reads, streams, tables, transactions, writes
from local.dynamodb.errors import DynamoError, InternalError, invalid
from local.dynamodb.store import Raw, Store

Operation = Callable[[Store, Mapping[str, Any]], dict[str, Any]]
Answered = tuple[int, bytes]
"""The status and the body of a response."""

READS: Mapping[str, Operation] = {
    "BatchGetItem": reads.batch_get_item,
    "DescribeStream": streams.describe_stream,
    "DescribeTable": tables.describe_table,
    "DescribeTimeToLive": tables.describe_time_to_live,
    "GetItem": reads.get_item,
    "GetRecords": streams.get_records,
    "GetShardIterator": streams.get_shard_iterator,
    "ListTables": tables.list_tables,
    "Query": reads.query,
    "Scan": reads.scan,
    "TransactGetItems": transactions.transact_get_items,
}
WRITES: Mapping[str, Operation] = {
    "BatchWriteItem": writes.batch_write_item,
    "CreateTable": tables.create_table,
    "DeleteItem": writes.delete_item,
    "DeleteTable": tables.delete_table,
    "PutItem": writes.put_item,
    "TransactWriteItems": transactions.transact_write_items,
    "UpdateItem": writes.update_item,
    "UpdateTable": tables.update_table,
    "UpdateTimeToLive": tables.update_time_to_live,
}


def answer(store: Store, operation: Operation | None, body: bytes) -> Answered:
    """Carry out an operation and return the response; whatever goes wrong is part of it."""
    try:
        if operation is None:
            raise DynamoError("UnknownOperationException", "This operation has no stand-in on one machine")
        return 200, _encoded(operation(store, _decoded(body)))
    except DynamoError as error:
        return error.status, _encoded(error.answer)
    except (AttributeError, KeyError, LookupError, TypeError, ValueError) as error:
        # Members that are missing or of another type than they should be, which SDKs do not send.
        refusal = invalid(f"The request is not valid: {error!r}")
        return refusal.status, _encoded(refusal.answer)


def answer_write(store: Store, operation: Operation, body: bytes) -> Answered:
    """Carry out a write inside a transaction of the file; one that is refused leaves nothing behind."""
    store.connection.execute("SAVEPOINT request")
    status, content = answer(store, operation, body)
    if status >= 400:
        store.connection.execute("ROLLBACK TO request")
    store.connection.execute("RELEASE request")
    return status, content


def failure(error: sqlite3.Error) -> Answered:
    """Return the response to a write that could not be stored."""
    refusal = InternalError(f"The data cannot be stored: {error}")
    return refusal.status, _encoded(refusal.answer)


def _decoded(body: bytes) -> Mapping[str, Any]:
    try:
        request = json.loads(body)
    except ValueError:
        request = None
    if not isinstance(request, dict):
        raise DynamoError("SerializationException", "The request is not a JSON object")
    return request


def _encoded(content: Mapping[str, Any]) -> bytes:
    parts = (f'"{name}":{value if type(value) is Raw else _json(value)}' for name, value in content.items())
    return f"{{{','.join(parts)}}}".encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
