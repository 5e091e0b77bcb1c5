"""Invokes functions when their schedules are due."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event
from typing import Any
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError

from local.pump.checkpoints import Checkpoints
from local.pump.schedule_expression import next_time
from tools.template import Schedule, Template

# Monotonic clocks stop while a computer sleeps, so the time is checked regularly.
_LONGEST_WAIT_SECONDS = 60.0
_PAUSE_BEFORE_RETRY_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Scheduler:
    """All schedules of a template. ``run`` is the body of a thread and returns when ``stop`` is set.

    The last run of each schedule is stored, so one that came due while nothing was running runs once at the next start.
    ``invoke`` gets the function's id and the event, and retries by itself.
    Raises ScheduleExpressionError for a schedule that is not supported here.
    """

    def __init__(
        self,
        template: Template,
        checkpoints: Checkpoints,
        *,
        invoke: Callable[[str, dict[str, Any]], object],
        stop: Event,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._template, self._checkpoints = template, checkpoints
        self._invoke, self._stop, self._now = invoke, stop, now
        self._schedules = [schedule for function in template.functions.values() for schedule in function.schedules]
        for schedule in self._schedules:
            self._next(schedule, now())
        self._due: dict[str, datetime] = {}

    def run(self) -> None:
        """Invoke what is due and wait for the next schedule, until told to stop."""
        if not self._schedules:
            return
        while not self._stop.is_set():
            try:
                wait = self.run_due()
            except (BotoCoreError, ClientError) as error:
                logger.warning("schedules: %s", error)
                wait = _PAUSE_BEFORE_RETRY_SECONDS
            self._stop.wait(wait)

    def run_due(self) -> float:
        """Invoke what is due now; return the seconds after which to check again."""
        for schedule in self._schedules:
            due = self._due.get(schedule.name) or self._first_due(schedule)
            if due <= self._now():
                self._checkpoints.put(_checkpoint(schedule), self._now().isoformat())
                self._invoke(schedule.function_id, schedule_event(schedule, self._template, self._now()))
                due = self._next(schedule, self._now())
            self._due[schedule.name] = due
        seconds = (min(self._due.values()) - self._now()).total_seconds()
        return min(max(seconds, 0.0), _LONGEST_WAIT_SECONDS)

    def _first_due(self, schedule: Schedule) -> datetime:
        last = self._checkpoints.get(_checkpoint(schedule))
        if last is not None:
            return self._next(schedule, datetime.fromisoformat(last))
        self._checkpoints.put(_checkpoint(schedule), self._now().isoformat())
        return self._next(schedule, self._now())

    def _next(self, schedule: Schedule, after: datetime) -> datetime:
        return next_time(schedule.expression, after, schedule.time_zone)


def schedule_event(schedule: Schedule, template: Template, now: datetime) -> dict[str, Any]:
    """Return the event of EventBridge Scheduler, or of an EventBridge rule, unless the schedule has its own input."""
    if schedule.payload is not None:
        return dict(schedule.payload)
    from_scheduler = schedule.source == "aws.scheduler"
    resource = f"schedule/default/{schedule.name}" if from_scheduler else f"rule/{schedule.name}"
    service = "scheduler" if from_scheduler else "events"
    return {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": "Scheduled Event",
        "source": schedule.source,
        "account": template.account_id,
        "time": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": template.region,
        "resources": [f"arn:aws:{service}:{template.region}:{template.account_id}:{resource}"],
        # The scheduler sends a string here, a rule an object.
        "detail": "{}" if from_scheduler else {},
    }


def _checkpoint(schedule: Schedule) -> str:
    return f"schedule {schedule.name}"
