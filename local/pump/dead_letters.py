"""Events that exhausted their retries, one JSON file each, complete."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4


class DeadLetters:
    """A folder of files, created with the first one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, letter: Mapping[str, Any]) -> None:
        """Store a dead letter."""
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}-{uuid4().hex[:8]}"
        unfinished = self._folder / f"{name}.part"
        unfinished.write_text(json.dumps(letter, indent=2), encoding="utf-8")
        unfinished.rename(self._folder / f"{name}.json")

    def all(self) -> list[dict[str, Any]]:
        """Return the dead letters, newest first."""
        files = sorted(self._folder.glob("*.json"), reverse=True)
        return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def stream_letter(
    records: list[dict[str, Any]], *, function_arn: str, condition: str, invocations: int
) -> dict[str, Any]:
    """Return what Lambda writes to a failure destination in S3 for a batch of a stream.

    https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
    """
    first, last = records[0]["dynamodb"], records[-1]["dynamodb"]
    return {
        "requestContext": {
            "requestId": str(uuid4()),
            "functionArn": function_arn,
            "condition": condition,
            "approximateInvokeCount": invocations,
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "version": "1.0",
        "timestamp": datetime.now(UTC).isoformat(),
        "DDBStreamBatchInfo": {
            "startSequenceNumber": first["SequenceNumber"],
            "endSequenceNumber": last["SequenceNumber"],
            "approximateArrivalOfFirstRecord": _time(first["ApproximateCreationDateTime"]),
            "approximateArrivalOfLastRecord": _time(last["ApproximateCreationDateTime"]),
            "batchSize": len(records),
            "streamArn": records[0]["eventSourceARN"],
        },
        "payload": {"Records": records},
    }


def event_letter(event: Mapping[str, Any], *, function_arn: str, invocations: int) -> dict[str, Any]:
    """Return what Lambda writes to a failure destination for an asynchronous invocation.

    https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    """
    return {
        "requestContext": {
            "requestId": str(uuid4()),
            "functionArn": function_arn,
            "condition": "RetriesExhausted",
            "approximateInvokeCount": invocations,
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "version": "1.0",
        "timestamp": datetime.now(UTC).isoformat(),
        "requestPayload": dict(event),
    }


def _time(epoch_seconds: float) -> str:
    return datetime.fromtimestamp(epoch_seconds, UTC).isoformat()
