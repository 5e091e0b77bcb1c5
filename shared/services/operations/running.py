"""Carrying out of tasks, range by range, for as long as there is time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from shared.domain.errors import (
    AccountGoneError,
    BookFullError,
    TaskLeasedError,
    UnknownTaskError,
)
from shared.domain.operations import Lease, Operation, OperationState
from shared.services.books.writer import BookWriter, Plan
from shared.services.operations.tasks import TaskBrokenError, TaskFailedError
from shared.services.ports.conflicts import OperationMovedError
from shared.services.ports.operations import OperationStore, OperationWrite, TaskMessage, TaskQueue

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.services.operations.tasks import Task, Tasks
    from shared.services.ports.books import BookState

LEASE_SECONDS = 90
"""Longer than a worker can live, and shorter than the time after which a message that it held is delivered again."""
_RUNNABLE = (OperationState.PENDING, OperationState.RUNNING)
PAUSES_BETWEEN_LOOKS = (10, 60)
"""Seconds until the next look for an operation that is not there yet; a request has ended before the last one."""


class TaskRunner:
    """Carries out tasks. Whatever fails, the caller keeps the message, and it is delivered again."""

    def __init__(
        self,
        operations: OperationStore,
        writer: BookWriter,
        queue: TaskQueue,
        tasks: Tasks,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._operations = operations
        self._writer = writer
        self._queue = queue
        self._tasks = tasks
        self._now = now
        self._new_id = new_id

    def run(self, message: TaskMessage, *, message_id: str, has_time: Callable[[], bool]) -> Operation | None:
        """Carry out the operation of a message while ``has_time``, and return it as it is then; None if there is none.

        At least one range is carried out, so that even a slow worker gets somewhere.

        Afterwards, the message can be deleted: the operation has ended, or the message that continues it has been sent,
        or the operation is in the hands of a worker with a message of its own. ``message_id`` is the same whenever this
        message is delivered. Raises TaskLeasedError if another worker has got this very message, UnknownTaskError,
        TaskBrokenError when the operation has ended, and whatever else keeps the task from going on now: then the
        message must be delivered again.
        """
        operation = self._operations.find(message.book_id, message.operation_id)
        if operation is None:
            self._look_again(message)
            return None
        if operation.has_ended:
            return operation
        if operation.kind not in self._tasks or operation.state not in _RUNNABLE:
            raise UnknownTaskError(f"an operation of the kind {operation.kind}, {operation.state}")
        worker = _Worker(
            self._operations, self._writer, message.book_id, owner=f"{message_id}/{self._new_id()}", now=self._now
        )
        operation, is_ours = worker.take(operation)
        if not is_ours:
            return operation
        task = self._tasks[operation.kind]()
        while is_ours and not operation.has_ended:
            operation, is_ours = worker.carry_out_range(task, operation)
            if is_ours and not operation.has_ended and (worker.pause_seconds or not has_time()):
                return self._continue_later(worker, operation, message)
        return operation

    def _look_again(self, message: TaskMessage) -> None:
        """Send the message again; drop it when the request that sent it has surely ended without writing the item."""
        if message.looks < len(PAUSES_BETWEEN_LOOKS):
            again = TaskMessage(book_id=message.book_id, operation_id=message.operation_id, looks=message.looks + 1)
            self._queue.send(again, delay_seconds=PAUSES_BETWEEN_LOOKS[message.looks])

    def _continue_later(self, worker: _Worker, operation: Operation, message: TaskMessage) -> Operation:
        """Give the lease back, so that whoever gets the new message finds the operation free, and send it."""
        operation, is_ours = worker.release(operation)
        if is_ours:
            again = TaskMessage(book_id=message.book_id, operation_id=message.operation_id)
            self._queue.send(again, delay_seconds=worker.pause_seconds)
        return operation


class _Worker:
    """One worker with one operation. Its methods return the operation, and whether it is still this worker's."""

    def __init__(
        self,
        operations: OperationStore,
        writer: BookWriter,
        book_id: str,
        *,
        owner: str,
        now: Callable[[], datetime],
    ) -> None:
        self._operations = operations
        self._writer = writer
        self._book_id = book_id
        self._owner = owner
        self._now = now
        self.pause_seconds = 0
        """How long to wait after the latest range."""

    def take(self, operation: Operation) -> tuple[Operation, bool]:
        """Take the lease. Raises TaskLeasedError if somebody has it who got the same message."""
        now = self._now()
        if not operation.is_leased(now, to_others_than=self._owner):
            return self._save(operation, operation.moved(OperationState.RUNNING, now, lease=self._lease(now)))
        return operation, self._leave_alone(operation)

    def release(self, operation: Operation) -> tuple[Operation, bool]:
        """Give the lease back."""
        return self._save(operation, operation.moved(OperationState.RUNNING, self._now(), lease=None), is_last=True)

    def carry_out_range(self, task: Task, operation: Operation) -> tuple[Operation, bool]:
        """Carry out the next range; a task that cannot go on ends. Raises TaskBrokenError after that."""
        try:
            stored = self._write_range(task, operation)
        except OperationMovedError:
            return self._reread(operation)
        except AccountGoneError:
            return operation, False
        except (TaskFailedError, BookFullError) as error:
            ended = self._save(operation, operation.moved(OperationState.FAILED, self._now(), problem=str(error)))
            if isinstance(error, TaskBrokenError):
                raise
            return ended
        return stored, True

    def _write_range(self, task: Task, operation: Operation) -> Operation:
        now = self._now()
        following = task.next_range(self._book_id, operation)
        self.pause_seconds = following.pause_seconds

        def decide(state: BookState) -> Plan:
            step = following.decide(state)
            after = operation.moved(
                OperationState.DONE if step.is_last else OperationState.RUNNING,
                now,
                cursor=step.cursor,
                done=operation.done + step.dealt_with,
                total=operation.total if step.total is None else step.total,
                problem=step.problem,
                lease=self._lease(now),
            )
            return Plan(writes=step.writes, labels=step.labels, operation=OperationWrite(before=operation, after=after))

        written = self._writer.write(
            self._book_id,
            actor=operation.actor,
            at=now,
            contact_ids=following.contact_ids,
            labels=following.labels,
            decide=decide,
        )
        assert written.operation is not None
        return written.operation

    def _save(self, before: Operation, after: Operation, *, is_last: bool = False) -> tuple[Operation, bool]:
        try:
            self._operations.save(self._book_id, OperationWrite(before=before, after=after))
        except OperationMovedError:
            return self._reread(before, is_last=is_last)
        return after, True

    def _reread(self, operation: Operation, *, is_last: bool = False) -> tuple[Operation, bool]:
        """Return what has become of an operation that has been written since it was read.

        Whoever wrote it has cancelled it, or is another worker; or it was this one, whose write was not answered.
        """
        current = self._operations.find(self._book_id, operation.id)
        if current is None:
            return operation, False
        if current.has_ended:
            return current, True
        is_own = current.lease is not None and current.lease.owner == self._owner
        is_free = is_last and current.lease is None
        return current, is_own or is_free or self._leave_alone(current)

    def _leave_alone(self, operation: Operation) -> bool:
        """Return False, if whoever has the lease holds a message of its own. Raises TaskLeasedError otherwise."""
        message_id = self._owner.partition("/")[0]
        holder = operation.lease.owner.partition("/")[0] if operation.lease else message_id
        if holder == message_id:
            raise TaskLeasedError("another worker carries the task out")
        return False

    def _lease(self, now: datetime) -> Lease:
        return Lease(owner=self._owner, until=now + timedelta(seconds=LEASE_SECONDS))
