"""The permissions that a function's role grants, and those that its calls of AWS needed."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.bundle.recorder import Call
from tools.template import Template
from tools.template.document import read_document
from tools.template.intrinsics import Resolver
from tools.template.loader import STACK

Need = tuple[str, str]
"""An action, and the ARN of the resource that it acts on."""

_IN_TRANSACTIONS = {
    "ConditionCheck": "ConditionCheckItem",
    "Delete": "DeleteItem",
    "Get": "GetItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
}
_IN_PARTS = {"CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"}


class Grants:
    """The roles of a template, resolved for this deployment."""

    def __init__(self, path: Path, template: Template) -> None:
        document = read_document(path)
        self._resources = document["Resources"]
        self._template = template
        self._resolver = Resolver(
            document, template.parameters, stack=STACK, region=template.region, account_id=template.account_id
        )

    def role_of(self, function_id: str) -> str:
        """Return the role of a function."""
        role: str = self._resources[function_id]["Properties"]["Role"]["Fn::GetAtt"][0]
        return role

    def granted(self, role: str, *, to_bearers: bool = True) -> Iterator[Need]:
        """Yield what a role allows; resources may be patterns.

        Without what it allows only so that it can find the personal access token of a request, if not ``to_bearers``.
        """
        for policy in self._resolver.resolve(self._resources[role]["Properties"]["Policies"]):
            for statement in policy["PolicyDocument"]["Statement"]:
                if not to_bearers and _is_for_bearers(statement):
                    continue
                resources = statement["Resource"]
                for resource in resources if isinstance(resources, list) else [resources]:
                    yield from ((action, resource) for action in statement["Action"])

    def needs(self, calls: list[Call]) -> set[Need]:
        """Return what a role must allow for these calls."""
        return {need for service, operation, arguments in calls for need in self._needs(service, operation, arguments)}

    def _needs(self, service: str, operation: str, arguments: Mapping[str, Any]) -> Iterator[Need]:
        if service == "ssm":
            yield from ((f"ssm:{operation}", self._arn(f"ssm:parameter{name}")) for name in arguments["Names"])
        elif service == "sqs":
            yield f"sqs:{operation}", self._arn(f"sqs:{arguments['QueueUrl'].rpartition('/')[2]}")
        elif service == "events":
            yield from (
                (f"events:{operation}", self._arn(f"events:event-bus/{entry['EventBusName']}"))
                for entry in arguments["Entries"]
            )
        elif service == "s3":
            yield from _needs_of_s3(operation, f"arn:aws:s3:::{arguments['Bucket']}", arguments["Key"])
        elif service == "sesv2":
            yield f"ses:{operation}", self._arn(f"ses:identity/{arguments['FromEmailAddress']}")
        else:
            yield from self._needs_of_dynamodb(operation, arguments)

    def _needs_of_dynamodb(self, operation: str, arguments: Mapping[str, Any]) -> Iterator[Need]:
        if operation in {"BatchGetItem", "BatchWriteItem"}:
            yield from ((f"dynamodb:{operation}", self._table(name)) for name in arguments["RequestItems"])
        elif operation in {"TransactGetItems", "TransactWriteItems"}:
            for item in arguments["TransactItems"]:
                ((kind, target),) = item.items()
                yield f"dynamodb:{_IN_TRANSACTIONS[kind]}", self._table(target["TableName"])
        else:
            index = f"/index/{arguments['IndexName']}" if "IndexName" in arguments else ""
            yield f"dynamodb:{operation}", self._table(arguments["TableName"]) + index

    def _table(self, name: str) -> str:
        return self._arn(f"dynamodb:table/{name}")

    def _arn(self, resource: str) -> str:
        service, rest = resource.split(":", maxsplit=1)
        return f"arn:aws:{service}:{self._template.region}:{self._template.account_id}:{rest}"


def _is_for_bearers(statement: Mapping[str, Any]) -> bool:
    keys = statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys")
    return keys == ["PAT#*"] and statement["Action"] in (["dynamodb:GetItem"], ["dynamodb:PutItem"])


def _needs_of_s3(operation: str, bucket_arn: str, key: str) -> Iterator[Need]:
    """Yield what a call of S3 needs; without the permission to list, S3 refuses to say that an object is not there.

    Whoever may put an object may upload it in parts:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
    """
    if operation in {"GetObject", "ListObjectsV2"}:
        yield "s3:ListBucket", bucket_arn
    if operation != "ListObjectsV2":
        yield f"s3:{'PutObject' if operation in _IN_PARTS else operation}", f"{bucket_arn}/{key}"


def covers(grant: Need, need: Need) -> bool:
    """Return whether a grant includes a need."""
    return grant[0] == need[0] and fnmatch.fnmatchcase(need[1], grant[1])
