from __future__ import annotations

import uuid
from typing import Any

import boto3
import pytest

from bench.metering import Meter, metering
from local.stand_in import ACCESS_KEYS, REGION, StandIn
from tools.template import Template

FIVE_KB = "x" * 5_000


@pytest.fixture
def table(template: Template) -> str:
    return template.tables["ContactsTable"].name


def dynamodb(meter: Meter) -> Any:
    return boto3.client(
        "dynamodb",
        endpoint_url=meter.url,
        region_name=REGION,
        aws_access_key_id=ACCESS_KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=ACCESS_KEYS["AWS_SECRET_ACCESS_KEY"],
    )


def test_requests_and_units_are_counted_by_the_rules(stand_in: StandIn, table: str) -> None:
    book = {"S": uuid.uuid4().hex}
    one, other = ({"book_id": book, "item_id": {"S": name}} for name in ("C#1", "C#2"))
    with metering(stand_in) as meter:
        client = dynamodb(meter)
        client.put_item(TableName=table, Item={**one, "name_key": {"S": "n"}, "document": {"S": FIVE_KB}})
        assert (meter.operations, meter.read_units, meter.write_units) == (["PutItem"], 0.0, 10.0)
        meter.reset()
        client.get_item(TableName=table, Key=one, ConsistentRead=True)
        client.get_item(TableName=table, Key=other)
        client.batch_get_item(RequestItems={table: {"Keys": [one, other], "ConsistentRead": True}})
        client.query(TableName=table, KeyConditionExpression="book_id = :b", ExpressionAttributeValues={":b": book})
        assert meter.operations == ["GetItem", "GetItem", "BatchGetItem", "Query"]
        assert meter.read_units == 2.0 + 0.5 + 3.0 + 1.0
        meter.reset()
        puts = [{"Put": {"TableName": table, "Item": other}}, {"Delete": {"TableName": table, "Key": one}}]
        client.transact_write_items(TransactItems=puts)
        assert (meter.operations, meter.write_units) == (["TransactWriteItems"], 2 * (1.0 + 5.0) + 5.0)
        client.close()


def test_what_is_not_dynamodbs_passes_by(stand_in: StandIn) -> None:
    with metering(stand_in) as meter:
        ssm = StandIn(endpoint_url=meter.url).client("ssm")
        assert ssm.get_parameters(Names=["/absent"])["InvalidParameters"] == ["/absent"]
        assert (meter.operations, meter.others) == ([], ["AmazonSSM.GetParameters"])
        ssm.close()


def test_a_query_is_charged_for_what_it_reads_not_for_what_it_sends(stand_in: StandIn, table: str) -> None:
    book = {"S": uuid.uuid4().hex}
    query = {
        "TableName": table,
        "KeyConditionExpression": "#b = :b AND begins_with (item_id, :c)",
        "ExpressionAttributeNames": {"#b": "book_id", "#r": "revision"},
        "ExpressionAttributeValues": {":b": book, ":c": {"S": "C#"}, ":cc": {"N": "1"}},
        "ProjectionExpression": "#r",
        "FilterExpression": "#r > :cc",
        "ConsistentRead": True,
    }
    with metering(stand_in) as meter:
        client = dynamodb(meter)
        for number in (1, 2):
            item = {"book_id": book, "item_id": {"S": f"C#{number}"}, "revision": {"N": f"{number}"}}
            client.put_item(TableName=table, Item={**item, "document": {"S": FIVE_KB}})
        meter.reset()
        assert client.query(**query)["Items"] == [{"revision": {"N": "2"}}]
        assert (meter.operations, meter.read_units) == (["Query"], 3.0)
        client.close()


def test_requests_and_responses_are_kept_as_the_function_sees_them(stand_in: StandIn, table: str) -> None:
    key = {"book_id": {"S": uuid.uuid4().hex}, "item_id": {"S": "C#1"}}
    with metering(stand_in) as meter:
        client = dynamodb(meter)
        client.put_item(TableName=table, Item=key)
        client.get_item(TableName=table, Key=key)
        (written, read) = meter.replies
        assert written == ("PutItem", {"TableName": table, "Item": key}, {})
        assert read == ("GetItem", {"TableName": table, "Key": key}, {"Item": key})
        client.close()


def test_what_is_read_of_s3_passes_by_and_is_counted(stand_in: StandIn) -> None:
    bucket = uuid.uuid4().hex
    direct = stand_in.client("s3")
    direct.create_bucket(Bucket=bucket)
    direct.put_object(Bucket=bucket, Key="name", Body=b"content")
    with metering(stand_in) as meter:
        client = StandIn(endpoint_url=meter.url).client("s3")
        assert client.get_object(Bucket=bucket, Key="name")["Body"].read() == b"content"
        assert (meter.operations, meter.others) == ([], ["S3.GetObject"])
        client.close()
    direct.close()
