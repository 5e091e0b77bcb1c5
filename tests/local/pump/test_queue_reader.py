"""Messages reach a function as Lambda passes them on, and leave the queue when it has taken them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest

from local.invoker import FunctionError
from local.pump.queue_reader import QueueReader
from local.queues import create_queues
from local.stand_in import StandIn
from tests.local.pump.test_pump import eventually
from tools.template import Queue, QueueSource

Json = dict[str, Any]
NOTHING_FAILED: Json = {"batchItemFailures": []}


class Line:
    """A queue whose messages come back after a second, and a reader of it."""

    def __init__(self, aws: StandIn, *, reports: bool = True) -> None:
        self.sqs = aws.client("sqs")
        name = f"tasks-{uuid4().hex}"
        create_queues(self.sqs, [Queue(logical_id="Q", name=name, url="", attributes={"VisibilityTimeout": "1"})])
        self.url = self.sqs.get_queue_url(QueueName=name)["QueueUrl"]
        self.name = name
        self.events: list[Json] = []
        self.answer: Callable[[Json], Any] = lambda _: NOTHING_FAILED
        self.stop = Event()
        source = QueueSource(
            name="Source", function_id="F", queue_name=name, batch_size=1, report_batch_item_failures=reports
        )
        self.reader = QueueReader(source, sqs=self.sqs, region="us-east-1", invoke=self._invoke, stop=self.stop)
        self.thread = Thread(target=self.reader.run, daemon=True)

    def _invoke(self, event: Json) -> Any:
        self.events.append(event)
        return self.answer(event)

    def send(self, body: str = "x") -> None:
        self.sqs.send_message(QueueUrl=self.url, MessageBody=body)
        self.reader.wake()

    def left(self) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"]
        return sum(int(attributes[name]) for name in names)


@pytest.fixture
def line(aws: StandIn) -> Iterator[Line]:
    line = Line(aws)
    line.thread.start()
    yield line
    line.stop.set()
    line.reader.wake()
    line.thread.join(10)


def test_a_message_has_lambdas_form_and_is_deleted_once_it_is_taken(line: Line) -> None:
    line.send("hello")
    eventually(lambda: len(line.events) == 1 and line.left() == 0)
    [record] = line.events[0]["Records"]
    assert (record["body"], record["eventSource"], record["awsRegion"]) == ("hello", "aws:sqs", "us-east-1")
    assert record["eventSourceARN"].endswith(f":{line.name}")
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert record["messageId"]


def failed(event: Json) -> Json:
    return {"batchItemFailures": [{"itemIdentifier": event["Records"][0]["messageId"]}]}


def unknown(_: Json) -> Json:
    return {"batchItemFailures": [{"itemIdentifier": "another"}]}


def crashed(_: Json) -> Json:
    raise FunctionError("crashed")


@pytest.mark.parametrize("answer", [failed, unknown, crashed])
def test_a_message_that_is_not_taken_comes_back(line: Line, answer: Callable[[Json], Json]) -> None:
    line.answer = answer
    line.send()
    eventually(lambda: len(line.events) == 2)
    line.answer = lambda _: NOTHING_FAILED
    eventually(lambda: line.left() == 0)
    assert {event["Records"][0]["messageId"] for event in line.events} == {line.events[0]["Records"][0]["messageId"]}
    assert line.events[1]["Records"][0]["attributes"]["ApproximateReceiveCount"] == "2"


def test_a_mapping_that_reports_no_failures_takes_everything(aws: StandIn) -> None:
    line = Line(aws, reports=False)
    line.answer = failed
    line.thread.start()
    line.send()
    eventually(lambda: len(line.events) == 1 and line.left() == 0)
    line.stop.set()
    line.reader.wake()
    line.thread.join(10)


def test_a_queue_that_is_not_there_yet_is_waited_for(line: Line) -> None:
    source = QueueSource(name="Source", function_id="F", queue_name=f"late-{uuid4().hex}")
    events: list[Json] = []
    reader = QueueReader(source, sqs=line.sqs, region="us-east-1", invoke=events.append, stop=line.stop)
    thread = Thread(target=reader.run, daemon=True)
    thread.start()
    create_queues(line.sqs, [Queue(logical_id="Q", name=source.queue_name, url="", attributes={})])
    line.sqs.send_message(QueueUrl=line.sqs.get_queue_url(QueueName=source.queue_name)["QueueUrl"], MessageBody="x")
    eventually(lambda: len(events) == 1)
