"""What waits to be done in the background: the messages in queues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tools.template import Queue

_COUNTS = {
    "waiting": "ApproximateNumberOfMessages",
    "in_flight": "ApproximateNumberOfMessagesNotVisible",
    "delayed": "ApproximateNumberOfMessagesDelayed",
}


def queue_states(sqs: Any, queues: Iterable[Queue]) -> list[dict[str, Any]]:
    """Return the name of each queue and how many messages wait, are being worked on, and are not due yet."""
    return [_state(sqs, queue) for queue in queues]


def _state(sqs: Any, queue: Queue) -> dict[str, Any]:
    url = sqs.get_queue_url(QueueName=queue.name)["QueueUrl"]
    counted = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(_COUNTS.values()))["Attributes"]
    return {"name": queue.name} | {name: int(counted.get(attribute, 0)) for name, attribute in _COUNTS.items()}
