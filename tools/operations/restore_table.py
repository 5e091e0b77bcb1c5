"""Restore a table to a moment of the last 35 days, as a new one: ``make restore-table TABLE=... AT=...``.

DynamoDB's point-in-time recovery brings keys, indexes and items along, but neither time to live, stream, recovery,
deletion protection nor tags. They are set as they are on the source, and compared. The source is only read. It takes
from minutes to hours; whoever is interrupted runs it again, and it goes on.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.Tutorial.html
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

POLL_SECONDS = 20.0
COPIED = ("KeySchema", "AttributeDefinitions", "LocalSecondaryIndexes", "GlobalSecondaryIndexes")
"""What the restore itself brings along, and what is compared of it."""
_OF_AN_INDEX = {"IndexName", "KeySchema", "Projection"}


class RestoreError(Exception):
    """The table cannot be restored, or differs from its source; the message says why."""


class Tables:
    """The tables of an account."""

    def __init__(self, client: Any, *, wait: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._wait = wait

    def restore(self, source: str, target: str, at: datetime | None) -> None:
        """Restore a table to a moment, the latest possible one by default, and set what a restore leaves out.

        Raises RestoreError, ClientError.
        """
        if self._find(source) is None:
            raise RestoreError("there is no such table")
        if not self._is_recoverable(source):
            raise RestoreError("the table has no point-in-time recovery")
        if self._find(target) is None:
            moment = {"UseLatestRestorableTime": True} if at is None else {"RestoreDateTime": at}
            self._client.restore_table_to_point_in_time(SourceTableName=source, TargetTableName=target, **moment)
        self._until_active(target)
        self._equip(source, target)
        if different := self.differences(source, target):
            raise RestoreError(f"{target} differs from {source} in {', '.join(different)}")

    def differences(self, source: str, target: str) -> list[str]:
        """Return the names of the settings in which two tables differ."""
        one, other = self._settings(source), self._settings(target)
        return [name for name in one if one[name] != other[name]]

    def _equip(self, source: str, target: str) -> None:
        """Set what is not yet as on the source, one by one: DynamoDB changes one thing of a table at a time."""
        wanted = self._settings(source)
        for name in self.differences(source, target):
            self._set(target, name, wanted[name])
            self._until_active(target)

    def _set(self, table: str, name: str, value: Any) -> None:
        client = self._client
        if name == "time to live" and value:
            specification = {"Enabled": True, "AttributeName": value}
            client.update_time_to_live(TableName=table, TimeToLiveSpecification=specification)
        elif name == "stream" and value:
            specification = {"StreamEnabled": True, "StreamViewType": value}
            client.update_table(TableName=table, StreamSpecification=specification)
        elif name == "billing":
            client.update_table(TableName=table, BillingMode=value)
        elif name == "deletion protection":
            client.update_table(TableName=table, DeletionProtectionEnabled=value)
        elif name == "point-in-time recovery":
            specification = {"PointInTimeRecoveryEnabled": value}
            client.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=specification)
        elif name == "tags":
            tags = [{"Key": key, "Value": text} for key, text in value.items()]
            client.tag_resource(ResourceArn=self._describe(table)["TableArn"], Tags=tags)

    def _settings(self, table: str) -> dict[str, Any]:
        description = self._describe(table)
        return {
            **{name: _comparable(description.get(name)) for name in COPIED},
            "billing": description.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED"),
            "time to live": self._time_to_live(table),
            "stream": description.get("StreamSpecification", {}).get("StreamViewType"),
            "deletion protection": description.get("DeletionProtectionEnabled", False),
            "point-in-time recovery": self._is_recoverable(table),
            "tags": self._tags(description["TableArn"]),
        }

    def _time_to_live(self, table: str) -> str | None:
        found = self._client.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
        return found.get("AttributeName") if found["TimeToLiveStatus"] in {"ENABLED", "ENABLING"} else None

    def _is_recoverable(self, table: str) -> bool:
        found = self._client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
        status: str = found["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]
        return status == "ENABLED"

    def _tags(self, arn: str) -> dict[str, str]:
        """Return the tags of a table, without those that CloudFormation reserves for itself."""
        found = self._client.list_tags_of_resource(ResourceArn=arn)["Tags"]
        return {tag["Key"]: tag["Value"] for tag in found if not tag["Key"].startswith("aws:")}

    def _until_active(self, table: str) -> None:
        while self._describe(table)["TableStatus"] != "ACTIVE":
            self._wait(POLL_SECONDS)

    def _describe(self, table: str) -> dict[str, Any]:
        found: dict[str, Any] = self._client.describe_table(TableName=table)["Table"]
        return found

    def _find(self, table: str) -> dict[str, Any] | None:
        try:
            return self._describe(table)
        except self._client.exceptions.ResourceNotFoundException:
            return None


def _comparable(value: Any) -> Any:
    """Return a part of a description without sizes, times and the order of lists."""
    if isinstance(value, list):
        return sorted((_comparable(each) for each in value), key=repr)
    if isinstance(value, Mapping):
        kept = _OF_AN_INDEX & value.keys() if "IndexName" in value else value.keys()
        return {name: _comparable(value[name]) for name in sorted(kept)}
    return value


def _moment(text: str) -> datetime | None:
    if text == "latest":
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def main(arguments: list[str] | None = None, *, wait: Callable[[float], None] = time.sleep) -> int:
    """Restore the table that the command line names; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.operations.restore_table", description="Restore a table.")
    parser.add_argument("table", help="the table to restore")
    parser.add_argument("at", type=_moment, help="moment in UTC, such as 2026-11-29T08:00:00Z, or latest")
    parser.add_argument("--into", default="", help="the new table; by default the name with -restored behind it")
    options = parser.parse_args(arguments)
    target = options.into or f"{options.table}-restored"
    try:
        Tables(boto3.client("dynamodb"), wait=wait).restore(options.table, target, options.at)
    except (RestoreError, ClientError, BotoCoreError) as error:
        print(f"{options.table}: {error}", file=sys.stderr)
        return 1
    print(f"{target}: restored, and set up like {options.table}, which is unchanged")
    print("next: restore the other table of the same transactions to the same second (Contacts and Changes), then")
    print("  make restore-book BOOK=<account id> CONTACTS=<restored Contacts> CHANGES=<restored Changes>")
    return 0


if __name__ == "__main__":
    sys.exit(main())
