"""The store of operations, and the queue of those that go on in the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from shared.domain.operations import Operation
    from shared.services.ports.commits import OperationWrite


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
