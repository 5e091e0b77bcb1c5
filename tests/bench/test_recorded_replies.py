from __future__ import annotations

from typing import Any

import pytest

from bench.frozen_aws import FrozenAws
from bench.recorded_replies import RecordedReplies, Reply

KEY = {"pk": {"S": "a"}}
GET = {"TableName": "T", "Key": KEY, "ReturnConsumedCapacity": "INDEXES"}
SEEN = Reply.of("GetItem", GET, {"Item": {**KEY, "n": {"N": "1"}}, "ConsumedCapacity": {"TableName": "T"}})
REPLIES = RecordedReplies([SEEN])


def test_a_read_gets_the_response_that_was_recorded_any_number_of_times() -> None:
    for _ in range(2):
        assert REPLIES.answer("GetItem", {"Key": KEY, "TableName": "T"}) == {"Item": {**KEY, "n": {"N": "1"}}}


def test_capacity_is_told_to_those_who_ask_as_by_frozen_tables() -> None:
    answer = REPLIES.answer("GetItem", {**GET, "ReturnConsumedCapacity": "TOTAL"})
    assert answer["ConsumedCapacity"] == {"TableName": "T", "CapacityUnits": 1.0}


@pytest.mark.parametrize(
    ("operation", "request_"),
    [("GetItem", {"TableName": "T", "Key": {"pk": {"S": "b"}}}), ("Query", GET), ("UpdateItem", GET)],
)
def test_what_was_not_recorded_is_refused(operation: str, request_: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        REPLIES.answer(operation, request_)


@pytest.mark.parametrize("operation", ["PutItem", "DeleteItem", "TransactWriteItems"])
def test_a_write_is_acknowledged(operation: str) -> None:
    assert REPLIES.answer(operation, {"TableName": "T"}) == {}


def test_frozen_aws_serves_replies() -> None:
    aws = FrozenAws({"parameters": {}, "replies": [list(SEEN)]})
    body = b'{"TableName": "T", "Key": {"pk": {"S": "a"}}}'
    assert aws.answer("/", "DynamoDB_20120810.GetItem", body)["Item"]["n"] == {"N": "1"}
