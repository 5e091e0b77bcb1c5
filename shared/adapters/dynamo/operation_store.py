"""Operations in DynamoDB, beside the contacts of their book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pynamodb.exceptions import UpdateError

from shared.adapters.dynamo.attributes import all_stored
from shared.adapters.dynamo.faults import is_failed_condition, write_faults
from shared.adapters.dynamo.operation_items import OPERATION_PREFIX, OperationItem, follows, operation_item_id
from shared.adapters.dynamo.reading import TableReader
from shared.services.ports.conflicts import OperationMovedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pynamodb.expressions.condition import Condition

    from shared.adapters.dynamo.database import Database
    from shared.domain.operations import Operation
    from shared.services.ports.operations import OperationWrite


class DynamoOperationStore:
    """A ports.OperationStore."""

    def __init__(self, database: Database, *, contacts_table: str) -> None:
        self._items = database.bind(OperationItem, contacts_table)
        self._reader = TableReader(database.connection, contacts_table)

    def find(self, book_id: str, operation_id: str) -> Operation | None:
        """Read with one GetItem."""
        item = self._reader.get(book_id, operation_item_id(operation_id))
        return OperationItem.read(item) if item else None

    def save(self, book_id: str, write: OperationWrite) -> None:
        """Write with one UpdateItem, which keeps what newer code stored."""
        item = self._items.of(book_id, write.after)
        try:
            with write_faults():
                item.update(actions=all_stored(item), condition=follows(write.before))
        except UpdateError as error:
            if not is_failed_condition(error):
                raise
            raise OperationMovedError("the operation has moved on") from error

    def list_latest(self, book_id: str, *, limit: int, before: str | None = None) -> Sequence[Operation]:
        """Read with one Query for every MB."""
        upper = operation_item_id(before) if before else None
        condition: Condition = OperationItem.item_id.startswith(OPERATION_PREFIX)
        start = {"book_id": {"S": book_id}, "item_id": {"S": upper}} if upper else None
        found: list[Operation] = []
        while True:
            rows, start = self._reader.query(book_id, condition, limit=limit - len(found), forward=False, after=start)
            found += map(OperationItem.read, rows)
            if start is None or len(found) >= limit:
                return found
