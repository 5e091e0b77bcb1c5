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
        (
            {
                "GlobalSecondaryIndexes": [
                    {
                        "IndexName": "by_id",
                        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                        "Projection": {"ProjectionType": "ALL"},
                    }
                ]
            },
            "global indexes",
        ),
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
