"""DynamoDB tables as arguments of CreateTable.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
"""

from __future__ import annotations

from typing import Any

from tools.template.intrinsics import Resolver
from tools.template.model import Table

# Encryption, backups and deletion protection protect data in the cloud and are not used on one machine.
_CREATE_PROPERTIES = (
    "AttributeDefinitions",
    "BillingMode",
    "GlobalSecondaryIndexes",
    "KeySchema",
    "LocalSecondaryIndexes",
    "ProvisionedThroughput",
)


def read_tables(resolver: Resolver) -> dict[str, Table]:
    """Return the template's tables by logical id."""
    return {
        logical_id: _table(logical_id, properties, resolver.physical_name(logical_id))
        for logical_id, properties in resolver.resources_of("AWS::DynamoDB::Table")
    }


def _table(logical_id: str, properties: dict[str, Any], name: str) -> Table:
    arguments: dict[str, Any] = {"TableName": name}
    arguments |= {key: properties[key] for key in _CREATE_PROPERTIES if key in properties}
    stream = properties.get("StreamSpecification")
    if stream:
        arguments["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": stream["StreamViewType"]}
    time_to_live = properties.get("TimeToLiveSpecification") or {}
    return Table(
        logical_id=logical_id,
        name=name,
        create_arguments=arguments,
        ttl_attribute=time_to_live.get("AttributeName") if time_to_live.get("Enabled") else None,
    )
