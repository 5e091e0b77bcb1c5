"""A message of the queue of tasks arrives as it was sent, and not too early."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import boto3
import pytest
from moto import mock_aws

from local.stand_in import REGION, StandIn
from shared.adapters.aws.botocore_transport import BotocoreTransport
from shared.adapters.aws.transport import Transport
from shared.adapters.memory.task_queue import MemoryTaskQueue
from shared.adapters.sqs_tasks import SqsTaskQueue
from shared.services.ports.operations import TaskMessage, TaskQueue
from tests.support.transports import lean_transport, moto_transport

_NUMBERS = count(1)
MESSAGE = TaskMessage(book_id="book", operation_id="01JD9Z6M3K5R8V1X4Z7B0D3F6H", looks=1)
Received = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A queue, and what can be received from it at once."""

    queue: TaskQueue
    received: Callable[[], Received]


@pytest.fixture(params=["memory", "moto", "stand_in", "botocore"])
def line(request: pytest.FixtureRequest) -> Iterator[Line]:
    if request.param == "memory":
        memory = MemoryTaskQueue()
        yield Line(queue=memory, received=lambda: [_body(message) for message, delay in memory.messages if not delay])
    elif request.param == "stand_in":
        aws: StandIn = request.getfixturevalue("stand_in")
        yield over(lean_transport(aws.endpoint_url), aws.client("sqs"))
    else:
        with mock_aws():
            transport = moto_transport() if request.param == "moto" else BotocoreTransport(region=REGION)
            yield over(transport, boto3.client("sqs", region_name=REGION))


def over(transport: Transport, sqs: Any) -> Line:
    name = f"tasks-{next(_NUMBERS)}"
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    account_id = url.split("/")[-2]

    def received() -> Received:
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return [json.loads(message["Body"]) for message in answer.get("Messages", [])]

    # The URL that CloudFormation gives to functions, wherever requests go.
    queue_url = f"https://sqs.{REGION}.amazonaws.com/{account_id}/{name}"
    return Line(queue=SqsTaskQueue(transport, queue_url=queue_url), received=received)


def _body(message: TaskMessage) -> dict[str, Any]:
    return {"book_id": message.book_id, "operation_id": message.operation_id, "looks": message.looks}


def test_a_message_arrives_as_it_was_sent(line: Line) -> None:
    line.queue.send(MESSAGE)
    assert line.received() == [_body(MESSAGE)]


def test_a_message_is_not_delivered_before_its_time(line: Line) -> None:
    line.queue.send(MESSAGE, delay_seconds=900)
    assert line.received() == []
