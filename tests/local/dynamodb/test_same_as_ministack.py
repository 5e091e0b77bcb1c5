"""The same requests, in any order, are answered as by another implementation of DynamoDB."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.dynamodb import DynamoServer
from tests.local.dynamodb.world import CREATE, TABLE
from tests.support.in_process_stand_in import InProcessMinistack, in_process_ministack

HEADERS = {"authorization": "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request"}
Request = tuple[str, dict[str, Any]]


@pytest.fixture(scope="module")
def other() -> Iterator[InProcessMinistack]:
    with in_process_ministack() as ministack:
        yield ministack


def answer_of_other(
    ministack: InProcessMinistack, operation: str, request: dict[str, Any]
) -> tuple[int, dict[str, Any]]:
    headers = {**HEADERS, "x-amz-target": f"DynamoDB_20120810.{operation}"}
    answer = ministack.answer("POST", "/", headers, json.dumps(request).encode())
    return answer.status, json.loads(answer.body or b"{}")


books, ids = st.sampled_from(["x", "y"]), st.sampled_from(["a", "ab", "b", "é", "z"])
numbers = st.sampled_from(["-12", "-1.5", "0", "1", "2.5", "12", "100000000000000000000", "0.0001"])
texts = st.sampled_from(["", "a", "ab", "é", "x" * 40])
keys = st.builds(lambda b, i: {"b": {"S": b}, "i": {"S": i}}, books, ids)
values = st.recursive(
    st.one_of(
        st.builds(lambda text: {"S": text}, texts),
        st.builds(lambda number: {"N": number}, numbers),
        st.sampled_from([{"BOOL": True}, {"NULL": True}, {"B": "AAE="}]),
        st.builds(lambda members: {"SS": members}, st.lists(st.sampled_from("abc"), min_size=1, unique=True)),
        st.builds(lambda members: {"NS": members}, st.lists(st.sampled_from("123"), min_size=1, unique=True)),
    ),
    lambda inner: st.one_of(
        st.builds(lambda members: {"L": members}, st.lists(inner, max_size=3)),
        st.builds(lambda members: {"M": members}, st.dictionaries(st.sampled_from("pq"), inner, max_size=2)),
    ),
    max_leaves=4,
)
items = st.builds(
    lambda key, more, n, due: {**key, **more, **n, **due},
    keys,
    st.dictionaries(st.sampled_from(["v", "w"]), values, max_size=2),
    st.one_of(st.just({}), st.builds(lambda number: {"n": {"N": number}}, numbers)),
    st.sampled_from([{}, {"due": {"S": "today"}}]),
)
# ministack takes the size of a number, and refuses a stored value of another type; so both are asked about texts here.
CONDITIONS = [
    "attribute_not_exists(b)",
    "attribute_exists(v) AND NOT v = :v",
    "#w = :v OR v <> :v",
    "contains(v, :v)",
    "begins_with(due, :v)",
    "v IN (:v, :low)",
    "size(due) > size(due) OR v = :v",
    "attribute_type(v, :s) OR v = :v",
    "(v < :v) OR (n BETWEEN :low AND :high)",
    "v.p = :v OR v[0] >= :v",
]
# Without paths into values: ministack takes one without a parent for one that leads nowhere; DynamoDB refuses it.
UPDATES = [
    "SET v = :v",
    "SET v = if_not_exists(v, :v), w = :v",
    "SET n = if_not_exists(n, :low) + :high",
    "SET w = list_append(:l, :l)",
    "SET v = :v REMOVE w",
    "ADD n :high",
    "ADD v :set REMOVE w",
    "DELETE v :set",
    "SET n = n - :low REMOVE due",
]
GIVEN = {
    ":s": {"S": "S"},
    ":low": {"N": "1"},
    ":high": {"N": "12"},
    ":l": {"L": [{"S": "end"}]},
    ":set": {"SS": ["a", "b"]},
}


def with_given(request: dict[str, Any], value: Any, *expressions: str) -> dict[str, Any]:
    """Give the expressions of a request what they use."""
    text = " ".join(request[name] for name in expressions if name in request)
    used = {
        name: given
        for name, given in {**GIVEN, ":v": value}.items()
        if f"{name}" in text.replace(",", " ").replace(")", " ").split() or f"({name}" in text
    }
    names = {"#w": "w"} if "#w" in text else {}
    return (
        request
        | ({"ExpressionAttributeValues": used} if used else {})
        | ({"ExpressionAttributeNames": names} if names else {})
    )


def conditioned(request: dict[str, Any], condition: str | None, value: Any) -> dict[str, Any]:
    more = {} if condition is None else {"ConditionExpression": condition}
    if condition and any(function in condition for function in (" <", ">", "begins_with", "BETWEEN")):
        # ministack looks at the type of what is compared only if it gets there; DynamoDB always does.
        value = value if value.keys() <= {"S"} else {"S": "a"}
    return with_given({"TableName": TABLE, **request, **more}, value, "ConditionExpression", "UpdateExpression")


conditions = st.one_of(st.none(), st.sampled_from(CONDITIONS))
old = st.sampled_from([{}, {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}])
puts = st.builds(lambda item, c, v, o: conditioned({"Item": item, **o}, c, v), items, conditions, values, old)
deletes = st.builds(lambda key, c, v, o: conditioned({"Key": key, **o}, c, v), keys, conditions, values, old)
updates = st.builds(
    lambda key, text, c, v, o: conditioned({"Key": key, "UpdateExpression": text, **o}, c, v),
    keys, st.sampled_from(UPDATES), conditions, values, old,
)  # fmt: skip
checks = st.builds(
    lambda key, c, v, o: conditioned({"Key": key, **o}, c, v), keys, st.sampled_from(CONDITIONS), values, old
)
shown = st.sampled_from([{}, {"ReturnValues": "ALL_OLD"}])
shown_of_updates = st.sampled_from(
    [{}, *({"ReturnValues": f"{a}_{b}"} for a in ("ALL", "UPDATED") for b in ("OLD", "NEW"))]
)
transactions = st.builds(
    lambda writes: {"TransactItems": [{kind: request} for kind, request in writes]},
    st.lists(
        st.one_of(
            st.tuples(st.just("Put"), puts),
            st.tuples(st.just("Delete"), deletes),
            st.tuples(st.just("Update"), updates),
            st.tuples(st.just("ConditionCheck"), checks),
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda write: json.dumps({name: (write[1].get("Item") or write[1]["Key"])[name] for name in "bi"}),
    ),
)
RANGES = ["", " AND i = :i", " AND i > :i", " AND i <= :i", " AND begins_with(i, :i)", " AND i BETWEEN :i AND :j"]
N_RANGES = ["", " AND n > :n", " AND n BETWEEN :n AND :m", " AND n = :n"]


def query(part: str, book: str, i: str, number: str, more: dict[str, Any]) -> dict[str, Any]:
    condition = f"b = :b{part}"
    low, high = sorted(["-1.5", number], key=float)
    given = {":b": {"S": book}, ":i": {"S": i}, ":j": {"S": "zz"}, ":n": {"N": low}, ":m": {"N": high}}
    used = {name: value for name, value in given.items() if name in condition}
    index = {"IndexName": "by_n"} if " n " in part else {}
    return {
        "TableName": TABLE,
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": used,
        **index,
        **more,
    }


queries = st.builds(
    query,
    st.sampled_from([*RANGES, *N_RANGES]), books, ids, numbers,
    st.builds(
        lambda limit, forward, paths: {**limit, "ScanIndexForward": forward, **paths},
        st.sampled_from([{}, {"Limit": 1}, {"Limit": 2}]), st.booleans(),
        st.sampled_from([{}, {"ProjectionExpression": "i, v"}, {"ProjectionExpression": "v.p, v[1], n"}]),
    ),
)  # fmt: skip
requests = st.one_of(
    st.tuples(st.just("PutItem"), st.builds(lambda one, more: {**one, **more}, puts, shown)),
    st.tuples(st.just("DeleteItem"), st.builds(lambda one, more: {**one, **more}, deletes, shown)),
    st.tuples(st.just("UpdateItem"), st.builds(lambda one, more: {**one, **more}, updates, shown_of_updates)),
    st.tuples(st.just("TransactWriteItems"), transactions),
    st.tuples(st.just("GetItem"), st.builds(lambda key: {"TableName": TABLE, "Key": key}, keys)),
    st.tuples(st.just("Query"), queries),
)


def comparable(operation: str, status: int, answer: dict[str, Any]) -> Any:
    """Return what must be the same: not the words of errors, nor the order in sets and of equal keys of an index."""
    if status != 200:
        kind = str(answer["__type"]).rpartition("#")[2]
        reasons = [{**each, "Message": ""} for each in answer.get("CancellationReasons", [])]
        return status, kind, ordered({"Item": answer.get("Item"), "reasons": reasons})
    return status, operation, ordered({name: value for name, value in answer.items() if name != "Attributes" or value})


def ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: sorted(each) if name in {"SS", "NS", "BS"} else ordered(each) for name, each in value.items()}
    return [ordered(each) for each in value] if isinstance(value, list) else value


@given(st.lists(requests, min_size=1, max_size=14))
@settings(max_examples=100)
def test_every_answer_is_the_same(other: InProcessMinistack, asked: list[Request]) -> None:
    ours = DynamoServer(None)
    try:
        assert ours.answer("CreateTable", json.dumps(CREATE).encode())[0] == 200
        assert answer_of_other(other, "CreateTable", CREATE)[0] == 200
        for operation, request in asked:
            status, content = ours.answer(operation, json.dumps(request).encode())
            mine = comparable(operation, status, json.loads(content))
            theirs = comparable(operation, *answer_of_other(other, operation, request))
            assert mine == theirs, (operation, request)
    finally:
        ours.close()
        answer_of_other(other, "DeleteTable", {"TableName": TABLE})
