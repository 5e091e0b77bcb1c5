"""Batches: several changes of contacts in one request, which is itself the worker of their operation."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from shared.domain.errors import (
    BatchInterruptedError,
    BatchOutcomeUnknownError,
    BatchRunningError,
    BookBusyError,
    BookFullError,
    EditConflictError,
    NotCarriedOutError,
    OperationNotFoundError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TemporarilyUnavailableError,
)
from shared.domain.limits import whole_seconds
from shared.domain.operations import Lease, Operation, OperationKind, OperationState
from shared.services.books.writer import BookWriter, Plan
from shared.services.contacts.batches.items import Batch, Outcome, Success, outcome_of, stored
from shared.services.contacts.tagged import TaggedContact
from shared.services.idempotency import receipt_of, require_same_request
from shared.services.ports.conflicts import AlreadyDoneError, OperationMovedError
from shared.services.ports.operations import OperationWrite

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.services.contacts.batches.planning import BatchPlanner
    from shared.services.ports.books import BookState
    from shared.services.ports.operations import OperationStore
    from shared.services.ports.receipts import Receipt
    from shared.services.timing import Timing

RAISES = (
    BatchRunningError,
    BatchInterruptedError,
    BatchOutcomeUnknownError,
    BookBusyError,
    BookFullError,
    StoreUnavailableError,
)
LEASE_SECONDS = 30
"""As long as a request can live."""
WORK_SECONDS = 18.0
"""When no further range is begun: one that has begun may take several seconds, and the function ends after 28."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemResult:
    """What became of an item. ``version`` is the one that its contact has now; None if it is not live."""

    contact_id: str
    outcome: Outcome
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """A batch that has ended, and the result of each of its items, in order."""

    operation: Operation
    items: Sequence[ItemResult]


class Batches:
    """Carries out batches. ``actor`` is the account that asks for one."""

    def __init__(
        self,
        operations: OperationStore,
        writer: BookWriter,
        planner: BatchPlanner,
        *,
        timing: Timing,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._operations = operations
        self._writer = writer
        self._planner = planner
        self._timing = timing
        self._now = now
        self._new_id = new_id

    def carry_out(self, book_id: str, batch: Batch, *, actor: str, idempotency_key: str | None = None) -> BatchResult:
        """Carry out all items, or what is left of them, and return what became of each.

        An item that fails does not concern the others, unless it is all or nothing. A second call with the same key and
        batch within 24 hours carries out only what the first one has not. Raises AccountGoneError,
        IdempotencyKeyReusedError, BatchRunningError if the first one is still running, and if the batch breaks off:
        BatchInterruptedError with a key, BatchOutcomeUnknownError without one; before anything was written also
        BookBusyError and StoreUnavailableError.
        """
        run = _Run(self._operations, self._writer, self._planner, book_id, batch, self._now)
        deadline = self._timing.monotonic() + WORK_SECONDS
        operation = self._new_operation(batch, actor)
        receipt = _receipt(book_id, batch, idempotency_key, operation)
        try:
            operation = run.begin(operation, receipt)
            while not operation.has_ended:
                if self._timing.monotonic() > deadline:
                    raise BookBusyError("the batch takes too long")
                operation = run.go_on(operation)
            return run.result(operation)
        except BatchRunningError:
            raise
        except TemporarilyUnavailableError as error:
            if not run.has_begun and not isinstance(error, OutcomeUnknownError):
                raise
            operation_id = (run.latest or operation).id
            if idempotency_key is None:
                raise BatchOutcomeUnknownError(operation_id) from error
            raise BatchInterruptedError(operation_id, retry_after_seconds=run.give_up()) from error

    def _new_operation(self, batch: Batch, actor: str) -> Operation:
        now = self._now()
        return Operation(
            id=self._new_id(),
            kind=OperationKind.BATCH,
            actor=actor,
            created_at=now,
            updated_at=now,
            total=len(batch.items),
            lease=Lease(owner=self._new_id(), until=now + timedelta(seconds=LEASE_SECONDS)),
        )


def _receipt(book_id: str, batch: Batch, key: str | None, operation: Operation) -> Receipt | None:
    if key is None:
        return None
    return receipt_of(book_id, key, batch.content, made_id=operation.id, now=operation.created_at)


class _Run:
    """One request with its batch. ``latest`` is the operation as it was last read or written."""

    def __init__(
        self,
        operations: OperationStore,
        writer: BookWriter,
        planner: BatchPlanner,
        book_id: str,
        batch: Batch,
        now: Callable[[], datetime],
    ) -> None:
        self.latest: Operation | None = None
        self._operations = operations
        self._writer = writer
        self._planner = planner
        self._book_id = book_id
        self._batch = batch
        self._now = now
        self._owner = ""
        self._versions: dict[str, str | None] = {}
        self._planned: dict[int, Outcome] = {}

    @property
    def has_begun(self) -> bool:
        """Whether there is an operation."""
        return self.latest is not None

    def begin(self, operation: Operation, receipt: Receipt | None) -> Operation:
        """Carry out the first range, together with a new operation, or return the one that was begun before."""
        assert operation.lease is not None
        self._owner = operation.lease.owner
        try:
            return self._carry_out_range(operation, before=None, receipt=receipt)
        except AlreadyDoneError as done:
            assert receipt is not None
            require_same_request(done.receipt, receipt)
            return self._reread(done.receipt.made_id)
        except OperationMovedError:  # its id is new: this is our own write, which was not answered
            return self._reread(operation.id)

    def go_on(self, operation: Operation) -> Operation:
        """Carry out the next range. Raises BatchRunningError if another request carries out this batch."""
        now = self._now()
        if operation.lease and operation.is_leased(now, to_others_than=self._owner):
            left = whole_seconds(operation.lease.until - now)
            raise BatchRunningError(operation.id, retry_after_seconds=left)
        try:
            return self._carry_out_range(operation, before=operation)
        except OperationMovedError:
            return self._reread(operation.id)

    def give_up(self) -> int:
        """Give the lease back, if that is possible, and return after how many seconds somebody else can go on."""
        operation = self.latest
        if operation and operation.lease and operation.lease.owner == self._owner and not operation.has_ended:
            free = operation.moved(OperationState.RUNNING, self._now(), lease=None)
            with suppress(OperationMovedError, StoreUnavailableError):
                self._operations.save(self._book_id, OperationWrite(before=operation, after=free))
                return 1
        return 1 if operation and operation.has_ended else LEASE_SECONDS

    def result(self, operation: Operation) -> BatchResult:
        """Return what became of the items; those that a cancelled batch did not get to were not carried out."""
        kept = operation.cursor["results"] if operation.cursor else []
        outcomes = [self._outcome(index, one) for index, one in enumerate(kept)]
        rest = len(self._batch.items) - len(outcomes)
        outcomes += [NotCarriedOutError("the batch was cancelled") for _ in range(rest)]
        ids = [self._batch.contact_id(operation.id, index) for index in range(len(outcomes))]
        shown = (Success.CREATED, Success.UPDATED)
        self._read_versions([one for one, outcome in zip(ids, outcomes, strict=True) if outcome in shown])
        results = [
            ItemResult(contact_id=contact_id, outcome=outcome, version=self._versions.get(contact_id))
            for contact_id, outcome in zip(ids, outcomes, strict=True)
        ]
        return BatchResult(operation=operation, items=results)

    def _outcome(self, index: int, kept: Any) -> Outcome:
        """Return the outcome of an item. There is no room for the values of conflicts in what is kept of it."""
        item, planned = self._batch.items[index], self._planned.get(index)
        is_whole = isinstance(planned, EditConflictError) and stored(planned, item) == kept
        return planned if planned and is_whole else outcome_of(kept, item)

    def _carry_out_range(
        self, operation: Operation, *, before: Operation | None, receipt: Receipt | None = None
    ) -> Operation:
        now = self._now()
        results = operation.cursor["results"] if operation.cursor else []
        ids = self._planner.candidates(self._batch, operation.id, len(results))

        def decide(state: BookState) -> Plan:
            plan = self._planner.plan(state, self._batch, ids, at=now)
            items = self._batch.items[len(results) :]
            self._planned |= dict(enumerate(plan.outcomes, len(results)))
            kept = [*results, *(stored(each, item) for each, item in zip(plan.outcomes, items, strict=False))]
            state_after = self._state_after(plan.outcomes, len(kept))
            after = operation.moved(
                state_after,
                now,
                problem="An item failed." if state_after is OperationState.FAILED else None,
                cursor={"results": kept},
                done=len(kept),
                lease=Lease(owner=self._owner, until=now + timedelta(seconds=LEASE_SECONDS)),
            )
            write = OperationWrite(before=before, after=after)
            return Plan(writes=plan.writes, labels=plan.labels, receipt=receipt, operation=write)

        written = self._writer.write(
            self._book_id,
            actor=operation.actor,
            at=now,
            contact_ids=list(dict.fromkeys(one for index, one in ids.items() if self._batch.items[index].contact_id)),
            labels=True,
            decide=decide,
        )
        for contact in written.contacts:
            live = contact.trashed_at is None
            self._versions[contact.id] = TaggedContact.of(contact, written.labels).version if live else None
        assert written.operation is not None
        self.latest = written.operation
        return written.operation

    def _state_after(self, outcomes: Sequence[Outcome], done: int) -> OperationState:
        if done < len(self._batch.items):
            return OperationState.RUNNING
        has_failed = self._batch.all_or_nothing and not all(isinstance(one, Success) for one in outcomes)
        return OperationState.FAILED if has_failed else OperationState.DONE

    def _read_versions(self, contact_ids: Sequence[str]) -> None:
        missing = [one for one in dict.fromkeys(contact_ids) if one not in self._versions]
        if not missing:
            return
        state = self._planner.store.load(self._book_id, missing, labels=True)
        for contact in state.contacts.values():
            if contact.trashed_at is None:
                self._versions[contact.id] = TaggedContact.of(contact, state.labels).version

    def _reread(self, operation_id: str) -> Operation:
        found = self._operations.find(self._book_id, operation_id)
        if found is None:
            raise OperationNotFoundError("the operation that this request started is gone")
        self.latest = found
        return found
