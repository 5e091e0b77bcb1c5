from __future__ import annotations

import json
from datetime import UTC, datetime

from local.pump.records import created_at, lambda_record, sequence_number


def test_a_record_becomes_what_lambda_sends() -> None:
    record = {
        "eventID": "1",
        "eventName": "INSERT",
        "dynamodb": {
            "ApproximateCreationDateTime": datetime(2026, 1, 1, tzinfo=UTC),
            "Keys": {"id": {"S": "a"}},
            "NewImage": {"raw": {"B": b"\x00\x01"}, "raws": {"BS": [b"\x00"]}, "map": {"M": {"n": {"N": "1"}}}},
            "SequenceNumber": "007",
        },
    }
    converted = lambda_record(record, "arn:stream")
    assert json.loads(json.dumps(converted)) == converted
    assert converted["eventSourceARN"] == "arn:stream"
    assert converted["dynamodb"]["NewImage"] == {
        "raw": {"B": "AAE="},
        "raws": {"BS": ["AA=="]},
        "map": {"M": {"n": {"N": "1"}}},
    }
    assert created_at(converted) == 1767225600.0
    assert sequence_number(converted) == "007"
