"""Operations in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.adapters.memory.database import MemoryDatabase
    from shared.domain.operations import Operation
    from shared.services.ports.operations import OperationWrite


class MemoryOperationStore:
    """A ports.OperationStore. Thread-safe."""

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    def find(self, book_id: str, operation_id: str) -> Operation | None:
        """See ports.OperationStore."""
        with self._database.lock:
            return self._database.operations.get((book_id, operation_id))

    def save(self, book_id: str, write: OperationWrite) -> None:
        """See ports.OperationStore."""
        with self._database.lock:
            self._database.require_unmoved(book_id, write)
            self._database.operations[book_id, write.after.id] = write.after

    def list_latest(self, book_id: str, *, limit: int, before: str | None = None) -> Sequence[Operation]:
        """See ports.OperationStore."""
        with self._database.lock:
            found = [operation for (book, _), operation in self._database.operations.items() if book == book_id]
        earlier = [operation for operation in found if before is None or operation.id < before]
        return sorted(earlier, key=lambda operation: operation.id, reverse=True)[:limit]
