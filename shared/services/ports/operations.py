"""The store of operations, and the queue of those that go on in the background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from shared.domain.operations import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationWrite:
    """An operation's new version and the one that was read (None if it is new): nobody may have written between."""

    before: Operation | None = None
    after: Operation


class OperationStore(Protocol):
    """The operations of books that have an item of their own. Reads are strongly consistent."""

    def find(self, book_id: str, operation_id: str) -> Operation | None:
        """Return an operation, or None."""
        ...

    def save(self, book_id: str, write: OperationWrite) -> None:
        """Write an operation and nothing else. Raises OperationMovedError if it has been written since it was read."""
        ...

    def list_latest(self, book_id: str, *, limit: int, before: str | None = None) -> Sequence[Operation]:
        """Return up to ``limit`` operations, latest first, that began before the one with the id ``before``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMessage:
    """Says that a task is to be begun or continued.

    ``looks`` counts how often an earlier message found no operation.
    """

    book_id: str
    operation_id: str
    looks: int = 0


class TaskQueue(Protocol):
    """Remembers which tasks are to be carried out. A message may be delivered twice, and out of order."""

    def send(self, message: TaskMessage, *, delay_seconds: int = 0) -> None:
        """Store a message, to be delivered after at most 900 seconds.

        Raises TasksUnavailableError, after which it may still be delivered.
        """
        ...
