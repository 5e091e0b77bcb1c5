"""The streams of tables, each in one shard, and what goes away by itself: old records and expired items."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from local.dynamodb.errors import DynamoError, invalid, not_found
from local.dynamodb.schema import Table
from local.dynamodb.store import Change, Row, Store
from local.dynamodb.transactions import TOKEN_SECONDS

Request = Mapping[str, Any]
Answer = dict[str, Any]

_SHARD = "shardId-00000000000000000000-00000000"
_MOST_RECORDS = 1000
_PAGE_BYTES = 1024 * 1024
_RECORD_SECONDS = 24 * 60 * 60.0
# What expired longer ago is kept: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
_LONGEST_EXPIRED_SECONDS = 5 * 365 * 24 * 60 * 60.0
_SWEPT_AT_ONCE = 500


def describe_stream(store: Store, request: Request) -> Answer:
    """Return the description of a stream. Raises DynamoError."""
    table = _table(store, request)
    select = "SELECT sequence_number FROM records WHERE table_id = ? ORDER BY position LIMIT 1"
    first = store.connection.execute(select, (table.id,)).fetchone()
    numbers = {} if first is None else {"StartingSequenceNumber": first[0]}
    described = {
        "StreamArn": request["StreamArn"],
        "StreamLabel": table.description["LatestStreamLabel"],
        "StreamStatus": "ENABLED",
        "StreamViewType": table.stream_view,
        "CreationRequestDateTime": table.description["CreationDateTime"],
        "TableName": table.name,
        "KeySchema": table.description["KeySchema"],
        "Shards": [{"ShardId": _SHARD, "SequenceNumberRange": numbers}],
    }
    return {"StreamDescription": described}


def get_shard_iterator(store: Store, request: Request) -> Answer:
    """Return where to read on in a stream. Raises DynamoError, also for a record that is no longer there."""
    table = _table(store, request)
    kind = request.get("ShardIteratorType")
    if kind == "TRIM_HORIZON":
        position = 0
    elif kind == "LATEST":
        select = "SELECT coalesce(max(position), 0) FROM records WHERE table_id = ?"
        position = store.connection.execute(select, (table.id,)).fetchone()[0]
    elif kind in {"AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"}:
        select = "SELECT position FROM records WHERE table_id = ? AND sequence_number = ?"
        found = store.connection.execute(select, (table.id, request.get("SequenceNumber"))).fetchone()
        if found is None:
            raise DynamoError("TrimmedDataAccessException", "The record is not, or no longer, in the stream")
        position = found[0] - (kind == "AT_SEQUENCE_NUMBER")
    else:
        raise invalid(f"Unknown ShardIteratorType: {kind}")
    return {"ShardIterator": _iterator(table, position)}


def get_records(store: Store, request: Request) -> Answer:
    """Return records in the order in which they were written, at most 1 MB of them. Raises DynamoError."""
    table, position = _at(store, request.get("ShardIterator"))
    limit = request.get("Limit", _MOST_RECORDS)
    if not 1 <= limit <= _MOST_RECORDS:
        raise invalid(f"Limit must be between 1 and {_MOST_RECORDS}")
    select = (
        "SELECT position, sequence_number, created_at, record FROM records "
        "WHERE table_id = ? AND position > ? ORDER BY position LIMIT ?"
    )
    records: list[dict[str, Any]] = []
    size = 0
    for found in store.connection.execute(select, (table.id, position, limit)):
        size += len(found[3])
        if records and size > _PAGE_BYTES:
            break
        position = found[0]
        records.append(_record(table, *found))
    return {"Records": records, "NextShardIterator": _iterator(table, position)}


def _record(table: Table, position: int, number: str, created_at: float, text: str) -> dict[str, Any]:
    record = json.loads(text)
    images = {name: record[name] for name in ("Keys", "NewImage", "OldImage") if name in record}
    beside = {name: value for name, value in record.items() if name not in images}
    return {
        "eventID": f"{position:032x}",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "dynamodb": {
            "ApproximateCreationDateTime": int(created_at),
            **images,
            "SequenceNumber": number,
            "SizeBytes": len(text),
            "StreamViewType": table.stream_view,
        },
        **beside,
    }


def _table(store: Store, request: Request) -> Table:
    arn = str(request.get("StreamArn"))
    table = store.table(arn.partition("/stream/")[0])
    if table.description.get("LatestStreamArn") != arn:
        raise not_found(f"Requested resource not found: Stream: {arn} not found")
    return table


def _iterator(table: Table, position: int) -> str:
    return urlsafe_b64encode(f"{table.name}/{position}".encode()).decode()


def _at(store: Store, iterator: Any) -> tuple[Table, int]:
    try:
        name, _, position = urlsafe_b64decode(str(iterator)).decode().partition("/")
        return store.table(name), int(position)
    except ValueError:
        raise invalid("Invalid ShardIterator") from None


def sweep(store: Store) -> int:
    """Delete what has had its time, some of it at once, and return how much that was.

    As in DynamoDB, the stream says of an expired item that the service has deleted it.
    """
    now, execute = store.now(), store.connection.execute
    count = execute("DELETE FROM records WHERE created_at < ?", (now - _RECORD_SECONDS,)).rowcount
    count += execute("DELETE FROM tokens WHERE completed_at < ?", (now - TOKEN_SECONDS,)).rowcount
    for name in store.catalog.names():
        table = store.table(name)
        select = (
            "SELECT hash, range, id, document, size FROM items "
            "WHERE table_id = ? AND expires_at BETWEEN ? AND ? ORDER BY expires_at LIMIT ?"
        )
        bounds = (now - _LONGEST_EXPIRED_SECONDS, now, _SWEPT_AT_ONCE)
        for hash_key, range_key, *row in execute(select, (table.id, *bounds)).fetchall():
            found = Row(*row)
            store.apply(Change(table, (hash_key, range_key), found.item, None, found), by_service=True)
            count += 1
    return count
