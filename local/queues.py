"""Creates the template's queues in an SQS."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tools.template import Queue


def create_queues(sqs: Any, queues: Iterable[Queue]) -> None:
    """Create the queues that do not exist yet, and give the others the attributes of the template.

    ``sqs`` is a boto3 client. Queues of dead letters, which name no other, come first.
    """
    for queue in sorted(queues, key=lambda queue: "RedrivePolicy" in queue.attributes):
        try:
            url = sqs.get_queue_url(QueueName=queue.name)["QueueUrl"]
        except sqs.exceptions.QueueDoesNotExist:
            sqs.create_queue(QueueName=queue.name, Attributes=dict(queue.attributes))
        else:
            sqs.set_queue_attributes(QueueUrl=url, Attributes=dict(queue.attributes))
