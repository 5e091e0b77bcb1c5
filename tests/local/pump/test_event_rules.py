"""Events of a bus reach the functions whose rules they match, as they would from EventBridge."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from queue import Empty, Queue
from threading import Event
from typing import Any

import pytest

from local.event_rules import create_rules, queue_of
from local.invoker import FunctionError, Invoker
from local.pump import DeadLetters, Pump
from local.pump.asynchronous import AsynchronousInvocations
from local.stand_in import StandIn
from tests.support.sample_template import HEADER, template_of
from tools.template import Template

RECEIVED: Queue[dict[str, Any]] = Queue()
_NUMBERS = count(1)


def consume(event: dict[str, Any], context: Any) -> None:
    RECEIVED.put(event)
    if event["detail"].get("fails"):
        raise ValueError("no")


@pytest.fixture(autouse=True)
def _nothing_received() -> None:
    while not RECEIVED.empty():
        RECEIVED.get()


@pytest.fixture
def template(tmp_path: Path) -> Template:
    text = f"""
Resources:
  Consumer{next(_NUMBERS)}Function:
    Type: AWS::Serverless::Function
    Properties:
      Handler: tests.local.pump.test_event_rules.consume
      EventInvokeConfig: {{MaximumRetryAttempts: 1}}
      Events:
        Due:
          Type: EventBridgeRule
          Properties: {{EventBusName: books-{next(_NUMBERS)}, Pattern: {{source: [us], detail-type: [Due]}}}}
"""
    return template_of(tmp_path, HEADER + text)


@pytest.fixture
def bus(template: Template) -> str:
    [rule] = next(iter(template.functions.values())).rules
    return rule.bus_name


def publish(aws: StandIn, bus: str, kind: str = "Due", **detail: Any) -> None:
    entry = {"EventBusName": bus, "Source": "us", "DetailType": kind, "Detail": json.dumps(detail)}
    assert aws.client("events").put_events(Entries=[entry])["FailedEntryCount"] == 0


def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def letters(tmp_path: Path) -> DeadLetters:
    return DeadLetters(tmp_path / "dead-letters")


@pytest.fixture
def pump(aws: StandIn, template: Template, letters: DeadLetters) -> Any:
    for _ in range(2):
        create_rules(aws, template)
    pump = Pump(template, aws, Invoker(template), letters)
    pump.start()
    yield pump
    pump.stop()


def test_an_event_reaches_the_function_in_the_form_of_eventbridge(aws: StandIn, bus: str, pump: Pump) -> None:
    publish(aws, bus, "Other", number=0)
    publish(aws, bus, number=1)
    pump.wake()
    event = RECEIVED.get(timeout=60)
    assert (event["source"], event["detail-type"], event["detail"]) == ("us", "Due", {"number": 1})
    assert {"version", "id", "time", "region", "account", "resources"} <= event.keys()
    with pytest.raises(Empty):
        RECEIVED.get(timeout=1.5)


def test_what_was_published_before_the_start_is_delivered(aws: StandIn, template: Template, tmp_path: Path) -> None:
    create_rules(aws, template)
    [rule] = next(iter(template.functions.values())).rules
    publish(aws, rule.bus_name, number=2)
    pump = Pump(template, aws, Invoker(template), DeadLetters(tmp_path / "letters"))
    pump.start()
    try:
        assert RECEIVED.get(timeout=60)["detail"] == {"number": 2}
    finally:
        pump.stop()


def test_an_event_that_fails_is_tried_again_and_then_kept(
    aws: StandIn, bus: str, pump: Pump, letters: DeadLetters
) -> None:
    publish(aws, bus, fails=True)
    pump.wake()
    eventually(lambda: bool(letters.all()))
    [letter] = letters.all()
    assert letter["requestPayload"]["detail"] == {"fails": True}
    assert letter["requestContext"]["approximateInvokeCount"] == 2
    assert RECEIVED.qsize() == 2


def test_an_event_is_there_again_when_the_pump_stops_before_it_succeeded(template: Template) -> None:
    stop = Event()
    stop.set()
    buried: list[str] = []

    def fail(*_: Any) -> None:
        raise FunctionError("no")

    [function_id] = template.functions
    invocations = AsynchronousInvocations(
        template, invoke=fail, dead_letter=lambda name, *_: buried.append(name), stop=stop
    )
    with pytest.raises(FunctionError):
        invocations.invoke_with_message(function_id, {"Records": [{"body": '{"detail": {}}'}]})
    assert buried == []


def test_an_event_comes_back_only_after_its_function_has_timed_out(aws: StandIn, template: Template) -> None:
    create_rules(aws, template)
    [function] = template.functions.values()
    sqs = aws.client("sqs")
    url = sqs.get_queue_url(QueueName=queue_of(function.rules[0]).queue_name)["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
    assert int(found["VisibilityTimeout"]) > function.timeout_seconds
