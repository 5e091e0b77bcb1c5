"""What of ministack the stand-in relies on. Fails when a new version changes it."""

from __future__ import annotations

import importlib.metadata
import json
import subprocess
import sys

import pytest

PROGRAM = """
import asyncio, json, sys
from local.stand_in.engine import KEPT_MAILS, SERVICES, Engine
from ministack import app as ministack

def call(service, target, **arguments):
    headers = {"x-amz-target": f"X.{target}", "authorization": "Credential=local/20260101/us-east-1/x/aws4_request"}
    body = json.dumps(arguments).encode()
    handler = ministack._get_module(service).handle_request
    status, _, answer = asyncio.run(handler("POST", "/", headers, body, {}))
    assert status == 200, answer
    return json.loads(answer) if answer else None

engine = Engine()
if sys.argv[1] == "capture":
    call("dynamodb", "CreateTable", TableName="notes", BillingMode="PAY_PER_REQUEST",
         KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
         AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("id", "by")],
         GlobalSecondaryIndexes=[{"IndexName": "by_by", "Projection": {"ProjectionType": "ALL"},
                                  "KeySchema": [{"AttributeName": "by", "KeyType": "HASH"}]}],
         StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})
    call("dynamodb", "UpdateTimeToLive", TableName="notes",
         TimeToLiveSpecification={"AttributeName": "expires_at", "Enabled": True})
    call("dynamodb", "PutItem", TableName="notes", Item={"id": {"S": "1"}, "by": {"S": "me"}, "raw": {"B": "AAE="}})
    call("dynamodb", "Query", TableName="notes", IndexName="by_by", KeyConditionExpression="#by = :me",
         ExpressionAttributeNames={"#by": "by"}, ExpressionAttributeValues={":me": {"S": "me"}})
    call("ssm", "PutParameter", Name="/a/key", Value="secret", Type="SecureString")
    mailbox = ministack._get_module("ses")._sent_emails_list()
    mailbox += [{"Subject": str(number)} for number in range(KEPT_MAILS + 1)]
    sys.stdout.buffer.write(engine.capture())
else:
    engine.restore(sys.stdin.buffer.read())
    table = call("dynamodb", "DescribeTable", TableName="notes")["Table"]
    arn = table["LatestStreamArn"]
    shard = call("dynamodb_streams", "DescribeStream", StreamArn=arn)["StreamDescription"]["Shards"][0]
    iterator = call("dynamodb_streams", "GetShardIterator", StreamArn=arn, ShardId=shard["ShardId"],
                    ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    call("dynamodb", "PutItem", TableName="notes", Item={"id": {"S": "2"}, "by": {"S": "me"}})
    print(json.dumps({
        "items": call("dynamodb", "Scan", TableName="notes")["Items"],
        "by": call("dynamodb", "Query", TableName="notes", IndexName="by_by", KeyConditionExpression="#by = :me",
                   ExpressionAttributeNames={"#by": "by"}, ExpressionAttributeValues={":me": {"S": "me"}})["Count"],
        "ttl": call("dynamodb", "DescribeTimeToLive", TableName="notes")["TimeToLiveDescription"],
        "records": call("dynamodb_streams", "GetRecords", ShardIterator=iterator)["Records"],
        "parameter": call("ssm", "GetParameters", Names=["/a/key"], WithDecryption=True)["Parameters"][0]["Value"],
        "mails": ministack._get_module("ses")._sent_emails_list(),
    }))
"""


def run(step: str, given: bytes = b"") -> bytes:
    # ministack changes the process that imports it, so it gets one of its own.
    return subprocess.run([sys.executable, "-c", PROGRAM, step], input=given, stdout=subprocess.PIPE, check=True).stdout


@pytest.fixture(scope="module")
def restored() -> dict[str, list[dict[str, object]]]:
    loaded: dict[str, list[dict[str, object]]] = json.loads(run("restore", run("capture")))
    return loaded


def test_ministack_is_the_version_whose_internals_are_known() -> None:
    assert importlib.metadata.version("ministack") == "1.5.33"


def test_items_are_restored(restored: dict[str, list[dict[str, object]]]) -> None:
    assert restored["items"][0] == {"id": {"S": "1"}, "by": {"S": "me"}, "raw": {"B": "AAE="}}


def test_an_index_finds_restored_and_new_items(restored: dict[str, object]) -> None:
    assert restored["by"] == 2


def test_time_to_live_stays_enabled(restored: dict[str, object]) -> None:
    assert restored["ttl"] == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}


def test_stream_records_are_restored_and_go_on_in_order(restored: dict[str, list[dict[str, dict[str, str]]]]) -> None:
    first, second = (record["dynamodb"]["SequenceNumber"] for record in restored["records"])
    assert int(first) < int(second)


def test_secrets_are_restored(restored: dict[str, object]) -> None:
    assert restored["parameter"] == "secret"


def test_the_newest_mails_are_restored(restored: dict[str, list[dict[str, object]]]) -> None:
    subjects = [mail["Subject"] for mail in restored["mails"]]
    assert (len(subjects), subjects[0], subjects[-1]) == (500, "1", "500")
