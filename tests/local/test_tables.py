from __future__ import annotations

from dataclasses import replace

import pytest

from local.stand_in import StandIn
from local.tables import TableMismatchError, create_tables
from tools.template import Table


def test_a_table_is_created_once_with_its_time_to_live(aws: StandIn, table: Table) -> None:
    dynamodb = aws.client("dynamodb")
    assert create_tables(dynamodb, [table]) == [table.name]
    assert create_tables(dynamodb, [table]) == []
    time_to_live = dynamodb.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"]
    assert time_to_live == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ({"KeySchema": [{"AttributeName": "id", "KeyType": "RANGE"}]}, "keys"),
        ({"AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "N"}]}, "attributes"),
        ({"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}}, "stream"),
    ],
)
def test_a_table_that_is_another_one_is_refused(
    aws: StandIn, table: Table, change: dict[str, object], difference: str
) -> None:
    create_tables(aws.client("dynamodb"), [table])
    changed = replace(table, create_arguments={**table.create_arguments, **change})
    with pytest.raises(TableMismatchError, match=f"{table.name} has other {difference} than NotesTable"):
        create_tables(aws.client("dynamodb"), [changed])


def test_the_order_in_which_a_table_is_described_does_not_matter(aws: StandIn, table: Table) -> None:
    attributes = [{"AttributeName": name, "AttributeType": "S"} for name in ("id", "by")]
    index = {
        "IndexName": "by_by",
        "KeySchema": [{"AttributeName": "by", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["b", "a"]},
    }
    arguments = {**table.create_arguments, "AttributeDefinitions": attributes, "GlobalSecondaryIndexes": [index]}
    create_tables(aws.client("dynamodb"), [replace(table, create_arguments=arguments)])
    index["Projection"] = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["a", "b"]}
    reordered = {**arguments, "AttributeDefinitions": attributes[::-1]}
    assert create_tables(aws.client("dynamodb"), [replace(table, create_arguments=reordered)]) == []


def test_a_table_without_time_to_live_has_none(aws: StandIn, table: Table) -> None:
    dynamodb = aws.client("dynamodb")
    create_tables(dynamodb, [replace(table, ttl_attribute=None)])
    description = dynamodb.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"]
    assert description["TimeToLiveStatus"] == "DISABLED"


BY_OWNER = {
    "IndexName": "by_owner",
    "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}


def with_index(table: Table, **index: object) -> Table:
    attributes = [{"AttributeName": name, "AttributeType": "S"} for name in ("id", "owner")]
    added = {"AttributeDefinitions": attributes, "GlobalSecondaryIndexes": [{**BY_OWNER, **index}]}
    return replace(table, create_arguments={**table.create_arguments, **added})


def test_a_table_gets_a_global_index_that_it_lacks_with_the_items_that_it_has(aws: StandIn, table: Table) -> None:
    dynamodb = aws.client("dynamodb")
    create_tables(dynamodb, [table])
    for number, owner in enumerate(["ada", "ada", "bob", None]):
        item = {"id": {"S": f"n{number}"}, **({"owner": {"S": owner}} if owner else {})}
        dynamodb.put_item(TableName=table.name, Item=item)
    for _ in range(2):
        assert create_tables(dynamodb, [with_index(table)]) == []
    dynamodb.put_item(TableName=table.name, Item={"id": {"S": "n9"}, "owner": {"S": "ada"}})
    dynamodb.delete_item(TableName=table.name, Key={"id": {"S": "n0"}})
    found = dynamodb.query(
        TableName=table.name,
        IndexName="by_owner",
        KeyConditionExpression="#o = :o",
        ExpressionAttributeNames={"#o": "owner"},
        ExpressionAttributeValues={":o": {"S": "ada"}},
    )
    assert sorted(item["id"]["S"] for item in found["Items"]) == ["n1", "n9"]


def test_a_global_index_that_is_another_one_is_refused(aws: StandIn, table: Table) -> None:
    create_tables(aws.client("dynamodb"), [with_index(table)])
    other = with_index(table, Projection={"ProjectionType": "KEYS_ONLY"})
    with pytest.raises(TableMismatchError, match="other global indexes than NotesTable"):
        create_tables(aws.client("dynamodb"), [other])
