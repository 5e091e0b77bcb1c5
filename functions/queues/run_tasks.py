"""Queue of tasks: carry out operations that go on in the background."""

from __future__ import annotations

from typing import Any

from shared import observe
from shared.services.ports.operations import TaskMessage
from shared.web.http.records import ItemFailures
from shared.web.http.task_messages import each_task
from shared.wiring import process

process.prepare("task_runner")

RESERVE_MILLISECONDS = 25_000
"""What a range may take, and the message that continues the task after it; less time left begins no other range."""


def handler(event: dict[str, Any], context: Any) -> ItemFailures:
    """Carry out each operation until it ends or the time is over; report those that have to be delivered again."""
    runner = process.wiring().task_runner
    observe.bind_request_id(context.aws_request_id)

    def run(message: TaskMessage, message_id: str) -> None:
        operation = runner.run(message, message_id=message_id, has_time=has_time)
        if operation is not None and operation.has_ended:
            observe.count("TaskEnded", operation_id=operation.id, kind=operation.kind, state=operation.state)

    def has_time() -> bool:
        return bool(context.get_remaining_time_in_millis() > RESERVE_MILLISECONDS)

    return each_task(event, run)
