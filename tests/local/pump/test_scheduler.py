from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from local.invoker import FunctionError
from local.pump.asynchronous import AsynchronousInvocations
from local.pump.schedule_expression import ScheduleExpressionError
from local.pump.scheduler import Scheduler, schedule_event
from tests.support.sample_template import HEADER, template_of

START = datetime(2026, 1, 14, 10, 30, tzinfo=UTC)
TEMPLATE = (
    HEADER
    + """
Resources:
  SweepFunction:
    Type: AWS::Serverless::Function
    Properties:
      Handler: sweep.handler
      EventInvokeConfig: {MaximumRetryAttempts: 1}
      Events:
        Often: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(15 minutes)}}
"""
)


class MemoryCheckpoints:
    def __init__(self) -> None:
        self.positions: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.positions.get(name)

    def put(self, name: str, position: str) -> None:
        self.positions[name] = position


class Impatient(Event):
    """Nothing is waited for."""

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set()


class World:
    """A scheduler whose clock, memory and functions are ours."""

    def __init__(self, folder: Path, text: str = TEMPLATE) -> None:
        self.template = template_of(folder, text)
        self.checkpoints = MemoryCheckpoints()
        self.now = START
        self.events: list[dict[str, Any]] = []
        self.buried: list[tuple[str, int]] = []
        self.failures = 0

    def scheduler(self, stop: Event | None = None) -> Scheduler:
        stop = stop or Impatient()
        asynchronous = AsynchronousInvocations(
            self.template, invoke=self._invoke, dead_letter=self._dead_letter, stop=stop
        )
        return Scheduler(
            self.template,
            self.checkpoints,  # type: ignore[arg-type]
            invoke=asynchronous.invoke,
            stop=stop,
            now=lambda: self.now,
        )

    def _dead_letter(self, function_id: str, event: dict[str, Any], attempts: int) -> None:
        self.buried.append((function_id, attempts))

    def _invoke(self, function_id: str, event: dict[str, Any]) -> None:
        self.events.append(event)
        if self.failures:
            self.failures -= 1
            raise FunctionError("no")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_schedule_is_due_after_its_time_and_not_before(world: World) -> None:
    scheduler = world.scheduler()
    assert scheduler.run_due() == 60
    world.now += timedelta(minutes=14, seconds=50)
    assert scheduler.run_due() == 10
    assert world.events == []
    world.now += timedelta(seconds=10)
    scheduler.run_due()
    assert len(world.events) == 1
    scheduler.run_due()
    assert len(world.events) == 1


def test_what_came_due_while_nothing_ran_is_made_up_for_once(world: World) -> None:
    world.scheduler().run_due()
    world.now += timedelta(hours=8)
    restarted = world.scheduler()
    restarted.run_due()
    restarted.run_due()
    assert len(world.events) == 1


def test_a_restart_does_not_put_a_schedule_off(world: World) -> None:
    world.scheduler().run_due()
    world.now += timedelta(minutes=14)
    world.scheduler().run_due()
    world.now += timedelta(minutes=1)
    world.scheduler().run_due()
    assert len(world.events) == 1


def test_a_failure_is_tried_again_with_the_same_event(world: World) -> None:
    scheduler = world.scheduler()
    scheduler.run_due()
    world.now += timedelta(minutes=15)
    world.failures = 1
    scheduler.run_due()
    first, second = world.events
    assert first == second
    assert world.buried == []


def test_an_event_that_keeps_failing_is_buried(world: World) -> None:
    scheduler = world.scheduler()
    scheduler.run_due()
    world.now += timedelta(minutes=15)
    world.failures = 10
    scheduler.run_due()
    assert len(world.events) == 2
    assert world.buried == [("SweepFunction", 2)]


def test_the_event_is_the_one_of_eventbridge_scheduler(world: World) -> None:
    (schedule,) = world.template.functions["SweepFunction"].schedules
    event = schedule_event(schedule, world.template, START)
    assert event.pop("id")
    assert event == {
        "version": "0",
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": "000000000000",
        "time": "2026-01-14T10:30:00Z",
        "region": "us-east-1",
        "resources": ["arn:aws:scheduler:us-east-1:000000000000:schedule/default/SweepFunctionOften"],
        "detail": "{}",
    }


def test_a_rule_sends_an_object_and_an_input_replaces_everything(tmp_path: Path) -> None:
    text = TEMPLATE.replace(
        "Often: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(15 minutes)}}",
        "Rule: {Type: Schedule, Properties: {Schedule: rate(1 day)}}\n"
        "        Own: {Type: Schedule, Properties: {Schedule: rate(1 day), Input: '{\"all\": true}'}}",
    )
    template = template_of(tmp_path, text)
    rule, own = template.functions["SweepFunction"].schedules
    event = schedule_event(rule, template, START)
    assert (event["source"], event["detail"]) == ("aws.events", {})
    assert event["resources"] == ["arn:aws:events:us-east-1:000000000000:rule/SweepFunctionRule"]
    assert schedule_event(own, template, START) == {"all": True}


def test_an_unknown_expression_is_told_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(ScheduleExpressionError):
        World(tmp_path, TEMPLATE.replace("rate(15 minutes)", "at(2030-01-01T00:00:00)")).scheduler()


class Turns(Event):
    """Lets a scheduler go round some times, and counts the seconds for which it would have slept."""

    def __init__(self, turns: int) -> None:
        super().__init__()
        self.turns = turns
        self.slept: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.slept.append(timeout)
        if len(self.slept) == self.turns:
            self.set()
        return self.is_set()


def test_it_sleeps_until_the_next_schedule_but_never_longer_than_a_minute(world: World) -> None:
    turns = Turns(2)
    world.scheduler(turns).run()
    assert turns.slept == [60, 60]


def test_a_stand_in_that_does_not_answer_is_asked_again(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(name: str) -> str | None:
        raise EndpointConnectionError(endpoint_url="http://127.0.0.1:1")

    monkeypatch.setattr(world.checkpoints, "get", fail)
    turns = Turns(2)
    world.scheduler(turns).run()
    assert turns.slept == [1, 1]
    assert "Could not connect" in caplog.text


def test_a_stop_between_attempts_is_obeyed(world: World) -> None:
    world.scheduler().run_due()
    world.now += timedelta(minutes=15)
    world.failures = 10
    world.scheduler(Turns(1)).run_due()
    assert len(world.events) == 1
    assert world.buried == []


def test_a_template_without_schedules_needs_no_clock(tmp_path: Path) -> None:
    World(tmp_path, HEADER + "Resources: {}").scheduler().run()
