"""SQS queues as arguments of CreateQueue.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html
"""

from __future__ import annotations

import json
from typing import Any

from tools.template.intrinsics import Resolver, text
from tools.template.model import Queue

# Encryption and tags have no meaning on one machine.
_ATTRIBUTES = (
    "DelaySeconds",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "ReceiveMessageWaitTimeSeconds",
    "VisibilityTimeout",
)


def read_queues(resolver: Resolver) -> dict[str, Queue]:
    """Return the template's queues by logical id."""
    return {
        logical_id: Queue(
            logical_id=logical_id,
            name=resolver.physical_name(logical_id),
            url=resolver.queue_url(logical_id),
            attributes=_attributes(properties),
        )
        for logical_id, properties in resolver.resources_of("AWS::SQS::Queue")
    }


def _attributes(properties: dict[str, Any]) -> dict[str, str]:
    attributes = {name: text(properties[name]) for name in _ATTRIBUTES if name in properties}
    if "RedrivePolicy" in properties:
        attributes["RedrivePolicy"] = json.dumps(properties["RedrivePolicy"])
    return attributes
