"""Receives the messages of one queue and passes them to a function.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from threading import Event
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.invoker import FunctionError
from tools.template import QueueSource

# Messages that are sent by a request, or by a function, wake the reader at once; this is for those with a delay.
_POLL_SECONDS = 1.0

logger = logging.getLogger(__name__)


class QueueReader:
    """One event source mapping of a queue. ``run`` is the body of a thread and returns when ``stop`` is set.

    ``sqs`` is a boto3 client, which may be shared. Messages that the function took are deleted. The others are
    delivered again after the queue's visibility timeout, until the queue moves them to its dead letters.
    """

    def __init__(
        self, source: QueueSource, *, sqs: Any, region: str, invoke: Callable[[dict[str, Any]], Any], stop: Event
    ) -> None:
        self._source, self._sqs, self._region, self._invoke, self._stop = source, sqs, region, invoke, stop
        self._awake = Event()
        self._url = ""
        self._arn = ""

    def wake(self) -> None:
        """Make the reader look for messages now."""
        self._awake.set()

    def run(self) -> None:
        """Receive and deliver until told to stop."""
        while not self._stop.is_set():
            try:
                idle = not self._turn()
            except (BotoCoreError, ClientError) as error:
                logger.warning("%s: %s", self._source.name, error)
                idle = True
            if idle:
                self._awake.wait(_POLL_SECONDS)
                self._awake.clear()

    def _turn(self) -> bool:
        """Deliver the next messages, if there are any, and return whether there were."""
        self._find()
        answer = self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=min(self._source.batch_size, 10),
            MessageSystemAttributeNames=["All"],
        )
        messages = answer.get("Messages", [])
        if not messages:
            return False
        for message in self._taken(messages):
            self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        return True

    def _taken(self, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Invoke the function, and return the messages that it took."""
        try:
            answer = self._invoke({"Records": [self._record(message) for message in messages]})
        except FunctionError:
            return []
        if not self._source.report_batch_item_failures or not isinstance(answer, dict):
            return messages
        failed = {failure.get("itemIdentifier") for failure in answer.get("batchItemFailures") or []}
        if not failed <= {message["MessageId"] for message in messages}:
            return []  # an identifier that is not in the batch fails the whole batch
        return [message for message in messages if message["MessageId"] not in failed]

    def _record(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Return a message in Lambda's form: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html."""
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message.get("Attributes", {}),
            "messageAttributes": {},
            "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs",
            "eventSourceARN": self._arn,
            "awsRegion": self._region,
        }

    def _find(self) -> None:
        if not self._url:
            url = self._sqs.get_queue_url(QueueName=self._source.queue_name)["QueueUrl"]
            attributes = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
            self._url, self._arn = url, attributes["QueueArn"]
