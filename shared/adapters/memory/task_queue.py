"""A queue of tasks in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.services.ports.operations import TaskMessage


class MemoryTaskQueue:
    """A ports.TaskQueue that keeps the messages, with their delays in seconds, in the order in which they came."""

    def __init__(self) -> None:
        self.messages: list[tuple[TaskMessage, int]] = []

    def send(self, message: TaskMessage, *, delay_seconds: int = 0) -> None:
        """See ports.TaskQueue."""
        self.messages.append((message, delay_seconds))
