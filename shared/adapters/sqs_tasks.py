"""Tasks in a queue of Amazon SQS.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as TransportError

from shared.adapters.aws.transport import ClientConfig, Transport
from shared.domain.errors import TasksUnavailableError

if TYPE_CHECKING:
    from shared.services.ports.operations import TaskMessage

_CLIENT_CONFIG = ClientConfig(connect_seconds=1.0, read_seconds=3.0, max_attempts=3)
_UNAVAILABLE = frozenset({"OverLimit", "RequestThrottled", "ThrottlingException", "Throttling"})
"""Other refusals indicate a wrong deployment, such as a missing queue, and are raised unchanged."""


class SqsTaskQueue:
    """A ports.TaskQueue. A message is sent again, and may be delivered twice, if there is no response."""

    def __init__(self, transport: Transport, *, queue_url: str) -> None:
        self._client = transport.client("sqs", _CLIENT_CONFIG)
        self._queue_url = queue_url

    def send(self, message: TaskMessage, *, delay_seconds: int = 0) -> None:
        """See ports.TaskQueue. Makes one request."""
        body = {"book_id": message.book_id, "operation_id": message.operation_id, "looks": message.looks}
        arguments = {"QueueUrl": self._queue_url, "MessageBody": json.dumps(body), "DelaySeconds": delay_seconds}
        try:
            self._client.call("SendMessage", arguments)
        except ClientError as error:
            code = str(error.response["Error"].get("Code"))
            if code in _UNAVAILABLE or error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
                raise TasksUnavailableError(f"the queue takes no message now: {code}") from error
            raise
        except (HTTPClientError, TransportError) as error:
            raise TasksUnavailableError(f"the queue does not answer: {type(error).__name__}") from error
