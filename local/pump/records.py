"""Stream records, converted from boto3's form to the one that Lambda passes to a function.

https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html#events-sample-dynamodb
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any


def lambda_record(record: Mapping[str, Any], stream_arn: str) -> dict[str, Any]:
    """Return a record of GetRecords as JSON: times are epoch seconds, binary values are base64."""
    return {**_json(record), "eventSourceARN": stream_arn}


def sequence_number(record: Mapping[str, Any]) -> str:
    """Return the record's position in its stream."""
    return str(record["dynamodb"]["SequenceNumber"])


def created_at(record: Mapping[str, Any]) -> float:
    """Return when the record was written, in epoch seconds."""
    return float(record["dynamodb"]["ApproximateCreationDateTime"])


def _json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.timestamp() if isinstance(value, datetime) else value
