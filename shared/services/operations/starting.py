"""Starting of operations that go on in the background."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from shared.domain.errors import (
    BookBusyError,
    OperationNotFoundError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TasksUnavailableError,
)
from shared.domain.operations import Members, Operation
from shared.services.books.writer import BookWriter, Plan
from shared.services.idempotency import receipt_of, require_same_request
from shared.services.ports.conflicts import AlreadyDoneError, OperationMovedError
from shared.services.ports.operations import OperationStore, OperationWrite, TaskMessage, TaskQueue

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.labels import Labels
    from shared.services.ports.books import BookState, BookStore
    from shared.services.ports.receipts import Receipt

RAISES = (BookBusyError, OutcomeUnknownError, StoreUnavailableError, TasksUnavailableError)
FIRST_LOOK_SECONDS = 2
"""When a worker looks for the operation first: its item is written right after the message."""


class OperationStarter:
    """Starts operations. ``actor`` is the account that does it."""

    def __init__(
        self,
        operations: OperationStore,
        writer: BookWriter,
        queue: TaskQueue,
        *,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._operations = operations
        self._writer = writer
        self._queue = queue
        self._now = now
        self._new_id = new_id

    def announce(
        self,
        book_id: str,
        *,
        kind: str,
        parameters: Members,
        actor: str,
        undoes: str | None = None,
        operation_id: str | None = None,
    ) -> Operation:
        """Send the message of a new operation, and return the operation, which the caller has to write next.

        If it is not written within a minute, it does not begin. Raises TasksUnavailableError.
        """
        now = self._now()
        operation = Operation(
            id=operation_id or self._new_id(),
            kind=kind,
            actor=actor,
            created_at=now,
            updated_at=now,
            parameters=parameters,
            undoes=undoes,
        )
        self._queue.send(TaskMessage(book_id=book_id, operation_id=operation.id), delay_seconds=FIRST_LOOK_SECONDS)
        return operation

    def start(
        self,
        book_id: str,
        *,
        kind: str,
        parameters: Members,
        actor: str,
        undoes: str | None = None,
        undone: Operation | None = None,
        idempotency_key: str | None = None,
        change: Callable[[Labels], Labels] | None = None,
    ) -> Operation:
        """Start an operation. Nothing is written with it but, with ``change``, what that makes of the book's labels.

        If it ``undoes`` an operation that has an item, that is ``undone``, which then says so from the same moment on.

        A second call with the same key and parameters (or ``request`` among them, if the others depend on when it was
        made) within 24 hours returns the operation of the first, as it is now.
        Raises AccountGoneError, BookBusyError, StoreUnavailableError, OutcomeUnknownError, TasksUnavailableError,
        IdempotencyKeyReusedError, OperationMovedError if ``undone`` has been written since it was read, and what
        ``change`` raises, even if that is because the first call has succeeded.
        """
        operation = self.announce(book_id, kind=kind, parameters=parameters, actor=actor, undoes=undoes)
        receipt = _receipt(book_id, idempotency_key, operation) if idempotency_key is not None else None
        return self._write(book_id, operation, receipt, undone=undone, change=change)

    def go_on(self, book_id: str, operation: Operation, *, idempotency_key: str | None = None) -> Operation:
        """Write the item of a new operation that its request has begun, and perhaps ended; a worker does the rest.

        Raises what ``start`` raises, and returns what that does for a second call with the same key.
        """
        receipt = _receipt(book_id, idempotency_key, operation) if idempotency_key is not None else None
        if not operation.has_ended:
            self._queue.send(TaskMessage(book_id=book_id, operation_id=operation.id), delay_seconds=FIRST_LOOK_SECONDS)
        return self._write(book_id, operation, receipt)

    def _write(
        self,
        book_id: str,
        operation: Operation,
        receipt: Receipt | None,
        *,
        undone: Operation | None = None,
        change: Callable[[Labels], Labels] | None = None,
    ) -> Operation:
        taken_back = undone.taken_back(operation.id, operation.created_at) if undone else None

        def decide(state: BookState) -> Plan:
            labels = change(state.labels) if change else None
            return Plan(
                writes=(),
                labels=labels,
                operation=OperationWrite(after=operation),
                undone=OperationWrite(before=undone, after=taken_back) if taken_back else None,
                receipt=receipt,
            )

        try:
            written = self._writer.write(
                book_id, actor=operation.actor, at=operation.created_at, labels=change is not None, decide=decide
            )
        except AlreadyDoneError as done:
            if receipt is None:
                raise
            return self._made_by(book_id, done.receipt, receipt)
        except OperationMovedError:
            # Its id is new, so if it is there, this is our own write, which was carried out though it was not answered.
            if undone and self._operations.find(book_id, operation.id) is None:
                raise
            return self._find(book_id, operation.id)
        return written.operation or operation

    def started_before(
        self,
        book_id: str,
        store: BookStore,
        *,
        kind: str,
        parameters: Members,
        idempotency_key: str | None,
        undoes: str | None = None,
    ) -> Operation | None:
        """Return the operation that an earlier call of ``start`` with this key started; None without a key, or if none.

        Raises IdempotencyKeyReusedError if the contents were others, and StoreUnavailableError.
        """
        if idempotency_key is None:
            return None
        now = self._now()
        repeated = Operation(
            id="", kind=kind, actor="", created_at=now, updated_at=now, parameters=parameters, undoes=undoes
        )
        receipt = _receipt(book_id, idempotency_key, repeated)
        known = store.get_receipt(receipt.key, at=now)
        return None if known is None else self._made_by(book_id, known, receipt)

    def _made_by(self, book_id: str, known: Receipt, receipt: Receipt) -> Operation:
        require_same_request(known, receipt)
        return self._find(book_id, known.made_id)

    def start_once(self, book_id: str, operation_id: str, *, kind: str, parameters: Members, actor: str) -> bool:
        """Start the operation with this id unless there is one already; return whether it was started.

        Raises what ``start`` raises for a request without a key.
        """
        if self._operations.find(book_id, operation_id) is not None:
            return False
        operation = self.announce(book_id, kind=kind, parameters=parameters, actor=actor, operation_id=operation_id)
        plan = Plan(writes=(), operation=OperationWrite(after=operation))
        try:
            self._writer.write(book_id, actor=actor, at=operation.created_at, labels=False, decide=lambda _: plan)
        except OperationMovedError:
            return False  # somebody else has started it meanwhile, or this was carried out though it was not answered
        return True

    def _find(self, book_id: str, operation_id: str) -> Operation:
        operation = self._operations.find(book_id, operation_id)
        if operation is None:
            raise OperationNotFoundError("the operation that this request started is gone")
        return operation


def _receipt(book_id: str, key: str, operation: Operation) -> Receipt:
    request = operation.parameters.get("request", operation.parameters)
    content = json.dumps([operation.kind, request, operation.undoes], sort_keys=True)
    return receipt_of(book_id, key, content, made_id=operation.id, now=operation.created_at)
