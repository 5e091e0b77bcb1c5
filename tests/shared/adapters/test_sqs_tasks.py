"""What SQS is asked to do, and what becomes of the answers it may give."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from shared.adapters.sqs_tasks import SqsTaskQueue
from shared.domain.errors import TasksUnavailableError
from shared.services.ports.operations import TaskMessage
from tests.support.scripted_service import ScriptedService, refusal

URL = "https://sqs.eu-central-1.amazonaws.com/123456789012/tasks"


@pytest.fixture
def sqs() -> ScriptedService:
    return ScriptedService()


def send(sqs: ScriptedService) -> None:
    message = TaskMessage(book_id="book", operation_id="operation", looks=2)
    SqsTaskQueue(sqs, queue_url=URL).send(message, delay_seconds=10)


def test_a_message_takes_one_request(sqs: ScriptedService) -> None:
    send(sqs)
    [(operation, arguments)] = sqs.calls
    assert (sqs.service, operation) == ("sqs", "SendMessage")
    assert json.loads(arguments.pop("MessageBody")) == {"book_id": "book", "operation_id": "operation", "looks": 2}
    assert arguments == {"QueueUrl": URL, "DelaySeconds": 10}


@pytest.mark.parametrize(
    "error",
    [
        refusal("RequestThrottled"),
        refusal("OverLimit", status=403),
        refusal("Whatever", status=503),
        EndpointConnectionError(endpoint_url=URL),
        ReadTimeoutError(endpoint_url=URL),
    ],
)
def test_a_queue_that_takes_nothing_now_is_unavailable(sqs: ScriptedService, error: Exception) -> None:
    sqs.answers.append(error)
    with pytest.raises(TasksUnavailableError):
        send(sqs)


def test_a_wrong_deployment_is_no_fault_that_passes(sqs: ScriptedService) -> None:
    sqs.answers.append(refusal("AWS.SimpleQueueService.NonExistentQueue"))
    with pytest.raises(ClientError):
        send(sqs)
