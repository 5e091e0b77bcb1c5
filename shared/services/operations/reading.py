"""Operations as the owner of a book sees them: what was done, by whom, and how far it has got."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.domain.errors import (
    InvalidCursorError,
    OperationNotFoundError,
    OutcomeUnknownError,
    StoreUnavailableError,
)
from shared.domain.ids import is_ulid
from shared.domain.operations import Operation, OperationState
from shared.services.ports.conflicts import OperationMovedError
from shared.services.ports.operations import OperationWrite

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from shared.domain.contacts.contact import Change
    from shared.services.ports.books import BookStore, Position
    from shared.services.ports.operations import OperationStore

RAISES = (OutcomeUnknownError, StoreUnavailableError)
MAX_ATTEMPTS = 10
_REVISION_ID = re.compile(r"r([1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationPage:
    """Some operations, latest first, and where the next ones start (None: there are no more)."""

    operations: tuple[Operation, ...]
    next: Position | None = None


class Operations:
    """Reads and cancels the operations of a book. One of another book is not found."""

    def __init__(self, store: OperationStore, books: BookStore, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._books = books
        self._now = now

    def list_latest(self, book_id: str, *, limit: int, after: Position | None = None) -> OperationPage:
        """Return operations of more than one change, latest first. Raises InvalidCursorError, StoreUnavailableError."""
        before = _operation_id(after) if after else None
        found = self._live(self._store.list_latest(book_id, limit=limit + 1, before=before))
        more = {"operation_id": found[limit - 1].id} if len(found) > limit else None
        return OperationPage(operations=tuple(found[:limit]), next=more)

    def get(self, book_id: str, operation_id: str) -> Operation:
        """Return an operation: one with an item, or the single change that made a revision (``r7``).

        Raises OperationNotFoundError, StoreUnavailableError.
        """
        if revision := _REVISION_ID.fullmatch(operation_id):
            return self._of_change(book_id, int(revision[1]))
        operation = self._store.find(book_id, operation_id) if is_ulid(operation_id) else None
        if operation is None or operation.expires_at <= self._now():
            raise OperationNotFoundError("there is no such operation")
        return operation

    def cancel(self, book_id: str, operation_id: str) -> Operation:
        """Keep an operation from going on; what it has done stays, and can be undone. One that has ended stays so.

        A range that is being written at this moment is still carried out, or not at all. Raises
        OperationNotFoundError, StoreUnavailableError, OutcomeUnknownError.
        """
        for _ in range(MAX_ATTEMPTS):
            operation = self.get(book_id, operation_id)
            if operation.has_ended:
                return operation
            cancelled = operation.moved(OperationState.CANCELLED, self._now())
            try:
                self._store.save(book_id, OperationWrite(before=operation, after=cancelled))
            except OperationMovedError:
                continue
            return cancelled
        raise StoreUnavailableError("the operation moves on too fast")

    def _of_change(self, book_id: str, revision: int) -> Operation:
        for change in self._books.list_changes(book_id, after_revision=revision - 1, limit=1):
            if change.operation_id is not None:
                return self.get(book_id, change.operation_id)
            return _single(change)
        raise OperationNotFoundError("there is no such operation")

    def _live(self, operations: Sequence[Operation]) -> list[Operation]:
        now = self._now()
        return [operation for operation in operations if operation.expires_at > now]


def _single(change: Change) -> Operation:
    """Return a change that has no operation with an item: it is an operation by itself."""
    return Operation(
        id=change.operation,
        kind=change.kind,
        actor=change.actor,
        created_at=change.at,
        updated_at=change.at,
        state=OperationState.DONE,
        done=1,
        total=1,
        first_revision=change.revision,
        last_revision=change.revision,
    )


def _operation_id(position: Position) -> str:
    found = position.get("operation_id")
    if not isinstance(found, str):
        raise InvalidCursorError("another version of the service made this cursor")
    return found
