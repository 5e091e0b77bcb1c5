"""Undoing of operations: what is refused at once, and the start of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.contacts.contact import ChangeKind
from shared.domain.errors import (
    BookBusyError,
    OutcomeUnknownError,
    StoreUnavailableError,
    TasksUnavailableError,
    UndoRefusedError,
)
from shared.domain.ids import is_ulid
from shared.domain.operations import OperationKind
from shared.services.contacts.undone_labels import LabelsNotUndoneError, undone_labels
from shared.services.ports.books import load_book
from shared.services.ports.conflicts import OperationMovedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.contacts.contact import Change
    from shared.domain.label_changes import LabelsChange
    from shared.domain.operations import Members, Operation
    from shared.services.operations.reading import Operations
    from shared.services.operations.starting import OperationStarter
    from shared.services.ports.books import BookStore

RAISES = (BookBusyError, OutcomeUnknownError, StoreUnavailableError, TasksUnavailableError, UndoRefusedError)
MAX_ATTEMPTS = 10
CHECKED_CHANGES = 5_000
"""Changes from the first one of an operation on that are looked through before it is undone: about a second."""
CHANGES_AT_ONCE = 500
MAX_LISTED = 100
_FINAL = (OperationKind.EMPTY_TRASH, OperationKind.ERASE_CONTACT, OperationKind.PURGE_TRASH, ChangeKind.PURGED)


class Undoer:
    """Undoes operations, in the background. ``actor`` is the account that does it."""

    def __init__(self, store: BookStore, operations: Operations, starter: OperationStarter) -> None:
        self._store = store
        self._operations = operations
        self._starter = starter

    def undo(self, book_id: str, operation_id: str, *, actor: str, idempotency_key: str | None = None) -> Operation:
        """Start the operation that undoes another one, or the single change ``r<revision>``, and return it.

        A second call with the same key and operation within 24 hours returns what the first one started, as it is by
        then.

        Raises OperationNotFoundError, UndoRefusedError if it has not ended, was undone before, cannot be undone, or
        contacts or labels have changed since, and what ``OperationStarter.start`` raises. Only the first changes after
        a long operation are looked through: what has changed later is left as it is, and the operation that undoes says
        so in the end.
        """
        for _ in range(MAX_ATTEMPTS):
            try:
                return self._start(book_id, operation_id, actor, idempotency_key)
            except OperationMovedError:
                continue
            except UndoRefusedError:
                started = self._started_before(book_id, operation_id, idempotency_key)
                if started is None:
                    raise
                return started
        raise StoreUnavailableError("the operation moves on too fast")

    def _start(self, book_id: str, operation_id: str, actor: str, idempotency_key: str | None) -> Operation:
        operation = self._operations.get(book_id, operation_id)
        self._require_unchanged(book_id, operation, _first_revision(operation))
        return self._starter.start(
            book_id,
            kind=OperationKind.UNDO,
            parameters=_parameters(operation),
            actor=actor,
            undoes=operation.id,
            undone=operation if is_ulid(operation.id) else None,
            idempotency_key=idempotency_key,
        )

    def _started_before(self, book_id: str, operation_id: str, idempotency_key: str | None) -> Operation | None:
        """Return the operation that this request has started, if it has been made before."""
        if idempotency_key is None:
            return None
        operation = self._operations.get(book_id, operation_id)
        return self._starter.started_before(
            book_id,
            self._store,
            kind=OperationKind.UNDO,
            parameters=_parameters(operation),
            undoes=operation.id,
            idempotency_key=idempotency_key,
        )

    def _require_unchanged(self, book_id: str, operation: Operation, first: int) -> None:
        found = _Survey(operation.id)
        for change in self._changes(book_id, first):
            found.add(change)
        if changed := tuple(found.changed):
            raise UndoRefusedError(_says(len(changed)), contact_ids=changed[:MAX_LISTED], count=len(changed))
        if not found.own and not found.labels:
            raise UndoRefusedError("what it changed is no longer in the history")
        if found.labels:
            self._require_same_labels(book_id, operation, first)
        brings_back = operation.kind in {OperationKind.UNDO, OperationKind.RESTORE_BOOK}
        if not found.own and not brings_back and all(labels.only_adds for labels in found.labels):
            raise UndoRefusedError("it only created labels, which others may use by now: remove them instead")

    def _changes(self, book_id: str, first: int) -> Iterator[Change]:
        read = first - 1
        while read < first + CHECKED_CHANGES:
            changes = self._store.list_changes(book_id, after_revision=read, limit=CHANGES_AT_ONCE)
            if not changes:
                return
            yield from changes
            read = changes[-1].revision

    def _require_same_labels(self, book_id: str, operation: Operation, first: int) -> None:
        state = load_book(self._store, book_id, labels=True)
        try:
            undone_labels(self._store, state, operation.id, first_revision=first)
        except LabelsNotUndoneError as error:
            raise UndoRefusedError("the labels that it changed have changed since") from error


def _parameters(operation: Operation) -> Members:
    """Return the parameters of the operation that undoes this one: the same whenever it is asked for."""
    return {
        "operation_id": operation.id,
        "first_revision": operation.first_revision,
        "last_revision": operation.last_revision,
    }


def _first_revision(operation: Operation) -> int:
    """Return the first revision of an operation that can be undone. Raises UndoRefusedError."""
    if not operation.has_ended:
        raise UndoRefusedError("it is still going on: wait for its end, or cancel it first")
    if operation.undone_by is not None:
        raise UndoRefusedError(f"it was undone before: undo {operation.undone_by} to do it again")
    if operation.kind in _FINAL:
        raise UndoRefusedError("what it removed is gone for good")
    if operation.first_revision is None or operation.last_revision is None:
        raise UndoRefusedError("it changed nothing")
    return operation.first_revision


class _Survey:
    """What an operation changed, and what of that has changed since, as far as changes have been added."""

    def __init__(self, operation_id: str) -> None:
        self._operation_id = operation_id
        self.own: set[str] = set()
        self.labels: list[LabelsChange] = []
        self.changed: dict[str, None] = {}

    def add(self, change: Change) -> None:
        """Add a change, in the order of revisions. One whose previous state was erased cannot be undone, either."""
        contact_id = change.contact_id
        if change.operation != self._operation_id:
            if contact_id in self.own and contact_id is not None:
                self.changed[contact_id] = None
            return
        if change.labels is not None:
            self.labels.append(change.labels)
        if contact_id is not None:
            self.own.add(contact_id)
            self.changed.pop(contact_id, None)
            if change.previous is None and change.kind != ChangeKind.CREATED:
                self.changed[contact_id] = None


def _says(count: int) -> str:
    more = f"; {count - MAX_LISTED} more than are listed" if count > MAX_LISTED else ""
    return f"{count} of its contacts {'has' if count == 1 else 'have'} changed since, or are gone{more}"
