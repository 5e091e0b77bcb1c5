"""What DynamoDB's documentation promises, and the other implementation does not do or does not show."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.dynamodb import DynamoServer
from local.dynamodb.streams import sweep
from local.dynamodb.values import checked, sort_key
from tests.local.dynamodb.world import TABLE, RefusedError, World, key


@pytest.fixture
def world() -> World:
    return World()


def refusal(call: Callable[[], object]) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        call()
    return refused.value


decimals = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20)


@given(decimals, decimals)
def test_numbers_sort_by_value(one: Decimal, other: Decimal) -> None:
    first, second = (sort_key(checked({"N": str(number)})) for number in (one, other))
    assert (first < second, first == second) == (one < other, one == other)


def test_numbers_are_stored_in_one_form(world: World) -> None:
    world.put("a", n={"N": "1.00"}, m={"N": "1E3"})
    assert world.get("a") == {**key("a"), "n": {"N": "1"}, "m": {"N": "1000"}}


@pytest.mark.parametrize("number", ["1" * 39, "1E126", "1E-131", "NaN", "x", ""])
def test_a_number_that_does_not_fit_is_refused(world: World, number: str) -> None:
    assert refusal(lambda: world.put("a", n={"N": number})).kind == "ValidationException"


@pytest.mark.parametrize(
    "item",
    [
        {"b": {"S": "x"}},
        {"b": {"S": ""}, "i": {"S": "a"}},
        {"b": {"N": "1"}, "i": {"S": "a"}},
        {**key("a"), "due": {"N": "1"}, "n": {"N": "1"}},
        {**key("a"), "v": {"SS": []}},
        {**key("a"), "v": {"NS": ["1", "1.0"]}},
        {**key("a"), "v": {"S": "x" * 410_000}},
        {**key("a"), "v": {}},
        {**key("x" * 1025)},
    ],
)
def test_an_item_that_cannot_be_stored_is_refused(world: World, item: dict[str, Any]) -> None:
    assert refusal(lambda: world.call("PutItem", TableName=TABLE, Item=item)).kind == "ValidationException"
    assert world.ids() == []


def test_pages_end_at_one_megabyte_and_go_on_after_it(world: World) -> None:
    for number in range(12):
        world.put(f"{number:02}", n={"N": str(number)}, v={"S": "x" * 100_000})
    page = world.query()
    assert page["Count"] == 10
    rest = world.query(ExclusiveStartKey=page["LastEvaluatedKey"])
    assert [item["i"]["S"] for item in rest["Items"]] == ["10", "11"]
    assert "LastEvaluatedKey" not in rest


def test_a_limit_that_is_just_reached_has_a_next_page_that_is_empty(world: World) -> None:
    world.put("a")
    page = world.query(Limit=1)
    assert world.query(Limit=1, ExclusiveStartKey=page["LastEvaluatedKey"])["Items"] == []


@pytest.mark.parametrize("forward", [True, False])
def test_pages_of_an_index_with_equal_keys_lose_and_repeat_nothing(world: World, forward: bool) -> None:
    for name in "abcde":
        world.put(name, n={"N": "7"})
    seen: list[str] = []
    start: dict[str, Any] = {}
    while True:
        page = world.query(IndexName="by_n", Limit=2, ScanIndexForward=forward, **start)
        seen += [item["i"]["S"] for item in page["Items"]]
        if "LastEvaluatedKey" not in page:
            break
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert seen == (list("abcde") if forward else list("edcba"))


def test_a_position_in_the_partition_of_somebody_else_is_refused(world: World) -> None:
    refused = refusal(lambda: world.query(ExclusiveStartKey={"b": {"S": "y"}, "i": {"S": "a"}}))
    assert refused.kind == "ValidationException"


def test_a_sparse_index_has_the_keys_of_those_that_have_its_attributes(world: World) -> None:
    world.put("a", n={"N": "2"}, due={"S": "today"}, v={"S": "more"})
    world.put("b", n={"N": "1"}, due={"S": "today"})
    world.put("c", n={"N": "1"})
    world.call("UpdateItem", TableName=TABLE, Key=key("b"), UpdateExpression="REMOVE due")
    request = {"KeyConditionExpression": "due = :d", "ExpressionAttributeValues": {":d": {"S": "today"}}}
    found = world.call("Query", TableName=TABLE, IndexName="by_due", **request)
    assert found["Items"] == [{**key("a"), "n": {"N": "2"}, "due": {"S": "today"}}]
    consistent = {"ConsistentRead": True, **request}
    assert refusal(lambda: world.call("Query", TableName=TABLE, IndexName="by_due", **consistent)).status == 400


@pytest.mark.parametrize(
    "update",
    [
        {"UpdateExpression": "SET v = :v, v.p = :v"},
        {"UpdateExpression": "SET i = :v"},
        {"UpdateExpression": "SET v = :v SET w = :v"},
        {"UpdateExpression": "SET v = :missing"},
        {"UpdateExpression": "SET v.p = :v"},
        {"UpdateExpression": "SET v[1] = :v"},
        {"UpdateExpression": "SET v = list_append(v, :v)"},
        {"UpdateExpression": "SET v := :v"},
        {"UpdateExpression": "REMOVE w"},
    ],
)
def test_an_update_that_makes_no_sense_is_refused(world: World, update: dict[str, Any]) -> None:
    request = {"Key": key("a"), "ExpressionAttributeValues": {":v": {"S": "x"}}, **update}
    assert refusal(lambda: world.call("UpdateItem", TableName=TABLE, **request)).kind == "ValidationException"
    assert world.get("a") is None


def test_updates_reach_into_maps_and_lists(world: World) -> None:
    world.put("a", v={"M": {"p": {"L": [{"S": "0"}, {"S": "1"}, {"S": "2"}]}}})
    update = {
        "UpdateExpression": "SET v.q = v.p[2], v.p[9] = :v REMOVE v.p[0], v.p[1], v.none[3]",
        "ExpressionAttributeValues": {":v": {"S": "end"}},
    }
    changed = world.call("UpdateItem", TableName=TABLE, Key=key("a"), ReturnValues="ALL_NEW", **update)["Attributes"]
    assert changed["v"] == {"M": {"p": {"L": [{"S": "2"}, {"S": "end"}]}, "q": {"S": "2"}}}


@pytest.mark.parametrize(
    ("value", "holds"), [({"S": "ab"}, True), ({"L": [{"S": "a"}, {"S": "b"}]}, True), ({"N": "12"}, False)]
)
def test_a_number_has_no_size(world: World, value: dict[str, Any], holds: bool) -> None:
    world.put("a", v=value)
    found = world.call(
        "Scan", TableName=TABLE, FilterExpression="size(v) = :two", ExpressionAttributeValues={":two": {"N": "2"}}
    )
    assert found["Count"] == holds


def test_a_transaction_is_whole_or_nothing_and_says_why_in_order(world: World) -> None:
    item = world.put("a", n={"N": "1"})
    condition = {"ConditionExpression": "attribute_not_exists(b)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    writes = [
        {"Put": {"TableName": TABLE, "Item": key("b")}},
        {"ConditionCheck": {"TableName": TABLE, "Key": key("a"), **condition}},
    ]
    refused = refusal(lambda: world.call("TransactWriteItems", TransactItems=writes, ClientRequestToken="t"))
    first, second = refused.answer["CancellationReasons"]
    assert (refused.kind, first["Code"], second["Code"]) == (
        "TransactionCanceledException", "None", "ConditionalCheckFailed",
    )  # fmt: skip
    assert second["Item"] == item
    assert world.get("b") is None


def test_a_transaction_with_a_token_is_carried_out_once(world: World) -> None:
    def add(amount: str) -> None:
        update = {"UpdateExpression": "ADD n :n", "ExpressionAttributeValues": {":n": {"N": amount}}}
        writes = [{"Update": {"TableName": TABLE, "Key": key("a"), **update}}]
        world.call("TransactWriteItems", TransactItems=writes, ClientRequestToken="once")

    add("1")
    add("1")
    assert (world.get("a") or {})["n"] == {"N": "1"}
    assert refusal(lambda: add("2")).kind == "IdempotentParameterMismatchException"


def test_two_writes_of_one_item_in_a_transaction_are_refused(world: World) -> None:
    write = {"Put": {"TableName": TABLE, "Item": key("a")}}
    assert refusal(lambda: world.call("TransactWriteItems", TransactItems=[write, write])).kind == "ValidationException"
    assert world.get("a") is None


def test_a_batch_returns_what_there_is_and_leaves_what_is_over_sixteen_megabytes(world: World) -> None:
    for number in range(45):
        world.put(f"{number:02}", v={"S": "x" * 400_000})
    keys = [key(f"{number:02}") for number in range(46)]
    answer = world.call("BatchGetItem", RequestItems={TABLE: {"Keys": keys}})
    left = answer["UnprocessedKeys"][TABLE]["Keys"]
    assert (len(answer["Responses"][TABLE]), len(left)) == (41, 4)


def test_writes_in_a_batch_are_limited_and_distinct(world: World) -> None:
    def write(*ids: str) -> None:
        puts = [{"PutRequest": {"Item": key(each)}} for each in ids]
        world.call("BatchWriteItem", RequestItems={TABLE: puts})

    write("a", "b")
    assert world.ids() == ["a", "b"]
    assert refusal(lambda: write("c", "c")).status == 400
    assert refusal(lambda: write(*(f"c{number}" for number in range(26)))).status == 400
    assert world.ids() == ["a", "b"]


def records(world: World, arn: str, start: str = "TRIM_HORIZON") -> list[dict[str, Any]]:
    (shard,) = world.call("DescribeStream", StreamArn=arn)["StreamDescription"]["Shards"]
    where = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": start}
    iterator = world.call("GetShardIterator", **where)["ShardIterator"]
    found: list[dict[str, Any]] = world.call("GetRecords", ShardIterator=iterator)["Records"]
    return found


def test_a_stream_has_what_changed_and_nothing_else(world: World) -> None:
    arn = world.call("DescribeTable", TableName=TABLE)["Table"]["LatestStreamArn"]
    one = world.put("a", v={"S": "1"})
    world.put("a", v={"S": "1"})
    two = world.put("a", v={"S": "2"})
    world.call("DeleteItem", TableName=TABLE, Key=key("a"))
    world.call("DeleteItem", TableName=TABLE, Key=key("a"))
    images = [
        (each["eventName"], each["dynamodb"].get("OldImage"), each["dynamodb"].get("NewImage"))
        for each in records(world, arn)
    ]
    assert images == [("INSERT", None, one), ("MODIFY", one, two), ("REMOVE", two, None)]
    assert records(world, arn, "LATEST") == []


def test_what_has_expired_is_deleted_by_the_service_and_nothing_else_is(world: World) -> None:
    arn = world.call("DescribeTable", TableName=TABLE)["Table"]["LatestStreamArn"]
    world.put("gone", expires_at={"N": "1000000000"})
    ttl = {"AttributeName": "expires_at", "Enabled": True}
    world.call("UpdateTimeToLive", TableName=TABLE, TimeToLiveSpecification=ttl)
    world.server.store.now = lambda: 1_000_000_100.0
    world.put("later", expires_at={"N": "1000000200"})
    world.put("text", expires_at={"S": "1"})
    world.put("years ago", expires_at={"N": "700000000"})
    assert sweep(world.server.store) == 1
    assert sweep(world.server.store) == 0
    assert world.ids() == ["later", "text", "years ago"]
    removed = [each for each in records(world, arn) if each["eventName"] == "REMOVE"]
    assert [each["userIdentity"]["principalId"] for each in removed] == ["dynamodb.amazonaws.com"]


def test_records_are_kept_for_a_day(world: World) -> None:
    arn = world.call("DescribeTable", TableName=TABLE)["Table"]["LatestStreamArn"]
    world.put("a")
    (record,) = records(world, arn)
    now = world.server.store.now() + 25 * 60 * 60
    world.server.store.now = lambda: now
    world.put("b")
    sweep(world.server.store)
    assert [each["dynamodb"]["Keys"] for each in records(world, arn)] == [key("b")]
    number = record["dynamodb"]["SequenceNumber"]
    where = {"StreamArn": arn, "ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": number}
    assert refusal(lambda: world.call("GetShardIterator", **where)).kind == "TrimmedDataAccessException"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"TableName": 1}', b'{"TableName": "notes", "Key": []}'])
def test_a_body_that_no_sdk_sends_is_a_refusal(world: World, body: bytes) -> None:
    status, content = world.server.answer("GetItem", body)
    assert status == 400
    assert "__type" in json.loads(content)


def test_a_deleted_table_is_gone_with_all_it_had(world: World) -> None:
    world.put("a", n={"N": "1"}, due={"S": "today"})
    world.call("DeleteTable", TableName=TABLE)
    assert refusal(lambda: world.get("a")).kind == "ResourceNotFoundException"
    again = World(world.server)
    assert again.ids() == []
    assert again.ids(IndexName="by_n") == []


def test_an_unknown_operation_is_named_so() -> None:
    server = DynamoServer(None)
    with pytest.raises(KeyError):
        server.answer("ExecuteStatement", b"{}")
