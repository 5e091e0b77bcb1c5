from __future__ import annotations

from typing import Any

import pytest

from bench.frozen_tables import FrozenTable, FrozenTables, Item

DEFINITION = {
    "TableName": "Contacts",
    "KeySchema": [
        {"AttributeName": "item_id", "KeyType": "RANGE"},
        {"AttributeName": "book_id", "KeyType": "HASH"},
    ],
    "LocalSecondaryIndexes": [
        {
            "IndexName": "by_revision",
            "KeySchema": [
                {"AttributeName": "book_id", "KeyType": "HASH"},
                {"AttributeName": "revision", "KeyType": "RANGE"},
            ],
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }
    ],
}


def item(book: str, item_id: str, revision: int | None = None) -> Item:
    sorted_by = {} if revision is None else {"revision": {"N": str(revision)}}
    return {"book_id": {"S": book}, "item_id": {"S": item_id}, "text": {"S": "words"}, **sorted_by}


ITEMS = [item("one", "b", 10), item("one", "a", 9), item("one", "HEAD"), item("two", "c", 1)]
TABLES = FrozenTables({"Contacts": FrozenTable.of(DEFINITION, ITEMS)})


def query(condition: str, values: dict[str, Any], **more: Any) -> list[str]:
    request = {
        "TableName": "Contacts",
        "KeyConditionExpression": condition,
        "ExpressionAttributeNames": {"#0": "book_id", "#1": more.pop("key", "item_id")},
        "ExpressionAttributeValues": values,
        **more,
    }
    return [each["item_id"]["S"] for each in TABLES.answer("Query", request)["Items"]]


def test_an_item_is_found_by_its_key() -> None:
    key = {"book_id": {"S": "one"}, "item_id": {"S": "a"}}
    assert TABLES.answer("GetItem", {"TableName": "Contacts", "Key": key}) == {"Item": ITEMS[1]}


def test_an_absent_item_is_no_error() -> None:
    key = {"book_id": {"S": "one"}, "item_id": {"S": "z"}}
    assert TABLES.answer("GetItem", {"TableName": "Contacts", "Key": key}) == {}
    asked = {"RequestItems": {"Contacts": {"Keys": [key]}}}
    assert TABLES.answer("BatchGetItem", asked)["Responses"] == {"Contacts": []}


def test_a_query_returns_the_attributes_that_it_names() -> None:
    request = {
        "TableName": "Contacts",
        "KeyConditionExpression": "#0 = :0",
        "ExpressionAttributeNames": {"#0": "book_id", "#1": "item_id", "#2": "missing"},
        "ExpressionAttributeValues": {":0": {"S": "two"}},
        "ProjectionExpression": "#1, #2",
    }
    assert TABLES.answer("Query", request)["Items"] == [{"item_id": {"S": "c"}}]


def test_a_query_stays_within_its_partition() -> None:
    assert query("#0 = :0", {":0": {"S": "one"}}) == ["HEAD", "a", "b"]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("(#0 = :0 AND #1 BETWEEN :1 AND :2)", ["a"]),
        ("#0 = :0 AND #1 > :1", ["b"]),
        ("#0 = :0 AND #1 <= :1", ["a"]),
    ],
)
def test_a_query_stays_within_its_range(condition: str, found: list[str]) -> None:
    values = {":0": {"S": "one"}, ":1": {"N": "9"}, ":2": {"N": "9"}}
    assert query(condition, values, key="revision", IndexName="by_revision") == found


def test_an_index_is_sorted_by_numbers_and_lacks_items_without_its_key() -> None:
    values = {":0": {"S": "one"}}
    assert query("#0 = :0", values, IndexName="by_revision") == ["a", "b"]
    assert query("#0 = :0", values, IndexName="by_revision", ScanIndexForward=False, Limit=1) == ["b"]


def test_an_index_of_keys_has_nothing_but_keys() -> None:
    request = {
        "TableName": "Contacts",
        "IndexName": "by_revision",
        "KeyConditionExpression": "book_id = :0",
        "ExpressionAttributeValues": {":0": {"S": "two"}},
    }
    (found,) = TABLES.answer("Query", request)["Items"]
    assert found.keys() == {"book_id", "item_id", "revision"}


def test_a_write_changes_nothing() -> None:
    key = {"book_id": {"S": "one"}, "item_id": {"S": "a"}}
    updated = TABLES.answer("UpdateItem", {"TableName": "Contacts", "Key": key, "ReturnValues": "ALL_NEW"})
    assert updated == {"Attributes": ITEMS[1]}
    assert TABLES.answer("DeleteItem", {"TableName": "Contacts", "Key": key}) == {}
    assert TABLES.answer("GetItem", {"TableName": "Contacts", "Key": key}) == {"Item": ITEMS[1]}


def test_capacity_is_told_to_those_who_ask() -> None:
    write = {"Put": {"TableName": "Contacts", "Item": ITEMS[0]}}
    answer = TABLES.answer("TransactWriteItems", {"TransactItems": [write, write], "ReturnConsumedCapacity": "TOTAL"})
    assert [each["TableName"] for each in answer["ConsumedCapacity"]] == ["Contacts"]


def test_what_is_not_frozen_is_refused() -> None:
    with pytest.raises(KeyError):
        TABLES.answer("Scan", {"TableName": "Contacts"})
    with pytest.raises(KeyError):
        TABLES.answer("GetItem", {"TableName": "Others", "Key": {}})
