"""The data of versions that kept everything in one file of JSON."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from local.dynamodb import DynamoServer
from local.mailbox import read_mailbox
from local.stand_in import running
from local.stand_in.older_state import UnreadableStateError, carry_over

NUMBER = f"{1_796_000_000_000:020d}{7:010d}"
STREAM = "arn:aws:dynamodb:us-east-1:000000000000:table/notes/stream/2026-11-29T10:00:00.000"
KEYS = {"b": {"S": "book"}, "i": {"S": "one"}}
ITEM = {**KEYS, "n": {"N": "7"}, "raw": {"B": "AAE="}, "expires_at": {"N": "4102444800"}}
TABLE = {
    "TableName": "notes",
    "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}, {"AttributeName": "i", "KeyType": "RANGE"}],
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": kind} for name, kind in ("bS", "iS", "nN")],
    "LocalSecondaryIndexes": [
        {
            "IndexName": "by_n",
            "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}, {"AttributeName": "n", "KeyType": "RANGE"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    "LatestStreamArn": STREAM,
    "LatestStreamLabel": "2026-11-29T10:00:00.000",
    "CreationDateTime": 1_796_000_000,
    "items": {"book": {"one": ITEM}},
}
RECORD = {
    "eventName": "INSERT",
    "dynamodb": {
        "ApproximateCreationDateTime": 1_796_000_000,
        "Keys": KEYS,
        "NewImage": ITEM,
        "SequenceNumber": NUMBER,
    },
}


def scoped(**members: Any) -> dict[str, Any]:
    data = {f"000000000000\x00us-east-1\x00{name!r}": value for name, value in members.items()}
    return {"__account_region_scoped__": True, "data": data}


def state() -> dict[str, Any]:
    """Return what the version before saved; its form is a fact, not built by code of today."""
    ttl = {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}
    dynamodb = {"tables": scoped(notes=TABLE), "tags": scoped(), "ttl_settings": scoped(notes=ttl)}
    mail = {
        "MessageId": "1@email.amazonses.com",
        "Source": "contacts@example.com",
        "To": ["b@example.com"],
        "CC": [],
        "BCC": [],
        "Subject": "old",
        "BodyText": "t",
        "BodyHtml": "",
        "Timestamp": 1795997454.5971568,
        "Type": "v2.SendEmail",
    }
    return {
        "services": {"dynamodb": dynamodb, "dynamodb_streams": {}},
        "streams": {"records": scoped(notes=[RECORD]), "trimmed": scoped(), "sequence": 7},
        "mail": scoped(entries=[mail]),
    }


def saved(content: dict[str, Any]) -> bytes:
    text = json.dumps(content).encode()
    return hashlib.sha256(text).hexdigest().encode() + b"\n" + text


def carried(folder: Path) -> DynamoServer:
    """Return a server with what was in the folder."""
    server = DynamoServer(None)
    carry_over(folder, server.store)
    return server


def call(server: DynamoServer, name: str, **request: Any) -> dict[str, Any]:
    status, content = server.answer(name, json.dumps(request).encode())
    assert status == 200, content
    answer: dict[str, Any] = json.loads(content)
    return answer


def test_items_are_carried_over_with_their_indexes_and_expiry(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_bytes(saved(state()))
    server = carried(tmp_path)
    values = {":b": KEYS["b"]}
    condition = {"KeyConditionExpression": "b = :b", "ExpressionAttributeValues": values}
    assert call(server, "Query", TableName="notes", IndexName="by_n", **condition)["Items"] == [ITEM]
    described = call(server, "DescribeTimeToLive", TableName="notes")["TimeToLiveDescription"]
    assert described == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}


def test_a_checkpoint_of_before_leads_to_the_records_after_it(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_bytes(saved(state()))
    server = carried(tmp_path)
    assert call(server, "DescribeTable", TableName="notes")["Table"]["LatestStreamArn"] == STREAM
    (shard,) = call(server, "DescribeStream", StreamArn=STREAM)["StreamDescription"]["Shards"]
    where = {"StreamArn": STREAM, "ShardId": shard["ShardId"], "SequenceNumber": NUMBER}

    def records(kind: str) -> list[dict[str, Any]]:
        iterator = call(server, "GetShardIterator", **where, ShardIteratorType=kind)["ShardIterator"]
        found: list[dict[str, Any]] = call(server, "GetRecords", ShardIterator=iterator)["Records"]
        return found

    (record,) = records("AT_SEQUENCE_NUMBER")
    assert record["dynamodb"]["NewImage"] == ITEM
    assert records("AFTER_SEQUENCE_NUMBER") == []
    call(server, "PutItem", TableName="notes", Item={**KEYS, "i": {"S": "two"}})
    (record,) = records("AFTER_SEQUENCE_NUMBER")
    assert int(record["dynamodb"]["SequenceNumber"]) > int(NUMBER)


def test_the_file_of_before_is_kept_by_another_name_and_read_once(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_bytes(saved(state()))
    server = carried(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["older-state.json"]
    call(server, "DeleteItem", TableName="notes", Key=KEYS)
    # As a kill leaves it between the storing and the renaming.
    (tmp_path / "older-state.json").rename(tmp_path / "state.json")
    carry_over(tmp_path, server.store)
    assert call(server, "Scan", TableName="notes")["Count"] == 0


def test_a_file_of_an_older_version_never_replaces_newer_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "state.json").write_bytes(saved(state()))
    server = carried(tmp_path)
    (tmp_path / "state.json").write_bytes(saved({**state(), "mail": {}}))
    carry_over(tmp_path, server.store)
    assert "of an older version, is not read again" in capsys.readouterr().err


@pytest.mark.parametrize("torn", [b"", b"x" * 10, b"0" * 64 + b"\ntwo"])
def test_a_torn_state_does_not_lose_the_one_before(tmp_path: Path, torn: bytes) -> None:
    (tmp_path / "state.json").write_bytes(torn)
    (tmp_path / "state.previous.json").write_bytes(saved(state()))
    assert call(carried(tmp_path), "Scan", TableName="notes")["Count"] == 1


def test_a_state_that_was_complete_but_not_renamed_is_the_newest(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_bytes(saved({**state(), "services": {}, "streams": {}}))
    (tmp_path / "state.next.1.json").write_bytes(saved(state()))
    assert call(carried(tmp_path), "Scan", TableName="notes")["Count"] == 1


@pytest.mark.parametrize("name", ["state.json", "state.previous.json"])
def test_a_state_that_cannot_be_read_is_not_taken_for_none(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"half a")
    with pytest.raises(UnreadableStateError, match=r"put back a copy of state\.json, or move the folder away"):
        carried(tmp_path)
    assert (tmp_path / name).read_bytes() == b"half a"


def test_a_kill_during_the_first_save_of_all_is_a_start_with_nothing(tmp_path: Path) -> None:
    (tmp_path / "state.next.1.json").write_bytes(b"half a")
    assert call(carried(tmp_path), "ListTables")["TableNames"] == []


def test_mail_is_carried_over_through_the_process(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_bytes(saved(state()))
    with running(tmp_path) as aws:
        assert [mail.subject for mail in read_mailbox(aws.endpoint_url)] == ["old"]
        assert aws.client("dynamodb").scan(TableName="notes")["Count"] == 1
