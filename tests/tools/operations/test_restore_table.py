"""A table is restored with everything that it has: what DynamoDB leaves out is set, and all of it is compared.

moto knows neither how long a restore takes nor earlier moments: it copies what is there now. The states that AWS goes
through are put in the place of its answers; that the moment is passed on is seen in the request.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tools.operations.restore_table import POLL_SECONDS, Tables, main
from tools.template import Template

AT = "2026-11-29T08:00:00Z"


@pytest.fixture
def client(template: Template, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of an account with the table of changes, set up as in production, and one item in it."""
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"AWS_{name}", "x")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", "disabled")
    with mock_aws():
        client: Any = boto3.client("dynamodb")
        arguments = template.tables["ChangesTable"].create_arguments
        client.create_table(
            **{**arguments, "TableName": "Changes"},
            DeletionProtectionEnabled=True,
            Tags=[{"Key": "team", "Value": "contacts"}],
        )
        client.create_table(**{**template.tables["ContactsTable"].create_arguments, "TableName": "Contacts"})
        recovery = {"PointInTimeRecoveryEnabled": True}
        for table in ("Changes", "Contacts"):
            client.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=recovery)
        expiry = {"Enabled": True, "AttributeName": "expires_at"}
        client.update_time_to_live(TableName="Changes", TimeToLiveSpecification=expiry)
        client.put_item(TableName="Changes", Item={"book_id": {"S": "b"}, "revision": {"N": "1"}})
        monkeypatch.setattr(boto3, "client", lambda _: client)
        yield client


def run(*arguments: str) -> int:
    return main([*arguments], wait=lambda _: pytest.fail("there is nothing to wait for"))


@pytest.mark.parametrize("table", ["Changes", "Contacts"])
def test_a_restored_table_is_set_up_like_its_source(
    client: Any, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(table, AT) == 0
    tables = Tables(client)
    assert tables.differences(table, f"{table}-restored") == []
    restored = client.describe_table(TableName=f"{table}-restored")["Table"]
    assert restored["KeySchema"] == client.describe_table(TableName=table)["Table"]["KeySchema"]
    assert len(restored.get("LocalSecondaryIndexes", [])) == (3 if table == "Contacts" else 0)
    if table == "Changes":
        assert restored["DeletionProtectionEnabled"] is True
        assert restored["StreamSpecification"]["StreamViewType"] == "NEW_IMAGE"
        expiry = client.describe_time_to_live(TableName="Changes-restored")["TimeToLiveDescription"]
        assert expiry["AttributeName"] == "expires_at"
        tags = client.list_tags_of_resource(ResourceArn=restored["TableArn"])["Tags"]
        assert tags == [{"Key": "team", "Value": "contacts"}]
        assert client.scan(TableName="Changes-restored")["Count"] == 1
    assert "make restore-book" in capsys.readouterr().out


def test_the_moment_is_the_one_that_was_asked_for(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    restore = client.restore_table_to_point_in_time

    def watched(**arguments: Any) -> Any:
        asked.append(arguments)
        return restore(**arguments)

    monkeypatch.setattr(client, "restore_table_to_point_in_time", watched)
    assert run("Changes", AT, "--into", "one") == 0
    assert run("Changes", "2026-11-29T10:00:00+02:00", "--into", "two") == 0
    assert run("Changes", "2026-11-29T08:00:00", "--into", "three") == 0
    assert {each["RestoreDateTime"] for each in asked} == {datetime(2026, 11, 29, 8, tzinfo=UTC)}
    assert run("Changes", "latest", "--into", "four") == 0
    assert asked[-1] == {"SourceTableName": "Changes", "TargetTableName": "four", "UseLatestRestorableTime": True}


def test_it_waits_for_the_restore_and_goes_on_after_an_interruption(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    statuses = ["CREATING"] * 4
    describe = client.describe_table

    def slowly(**arguments: str) -> Any:
        answer = describe(**arguments)
        if arguments["TableName"] == "Changes-restored" and statuses:
            answer["Table"]["TableStatus"] = statuses.pop()
        return answer

    monkeypatch.setattr(client, "describe_table", slowly)

    def interrupted(seconds: float) -> None:
        assert seconds == POLL_SECONDS
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        main(["Changes", AT], wait=interrupted)
    monkeypatch.setattr(client, "restore_table_to_point_in_time", lambda **_: pytest.fail("it was restored already"))
    waits: list[float] = []
    assert main(["Changes", AT], wait=waits.append) == 0
    assert waits == [POLL_SECONDS] * 2
    assert Tables(client).differences("Changes", "Changes-restored") == []


def test_what_still_differs_is_named_and_fails(
    client: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(client, "update_time_to_live", lambda **_: None)
    assert run("Changes", AT) == 1
    assert "Changes-restored differs from Changes in time to live" in capsys.readouterr().err


def test_a_table_of_another_kind_in_the_place_of_the_new_one_is_not_taken_for_it(
    client: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("Changes", AT, "--into", "Contacts") == 1
    assert "KeySchema" in capsys.readouterr().err


@pytest.mark.usefixtures("client")
def test_a_table_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Nothing", AT) == 1
    assert "Nothing: there is no such table" in capsys.readouterr().err


def test_a_table_without_recovery_cannot_be_restored(client: Any, capsys: pytest.CaptureFixture[str]) -> None:
    off = {"PointInTimeRecoveryEnabled": False}
    client.update_continuous_backups(TableName="Changes", PointInTimeRecoverySpecification=off)
    assert run("Changes", AT) == 1
    assert "has no point-in-time recovery" in capsys.readouterr().err
