"""The write of an operation as a part of a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.adapters.dynamo.attributes import all_stored

if TYPE_CHECKING:
    from pynamodb.transactions import TransactWrite

    from shared.adapters.dynamo.database import Database
    from shared.services.ports.operations import OperationWrite


def add_operation(
    transaction: TransactWrite, database: Database, contacts_table: str, book_id: str, write: OperationWrite
) -> None:
    """Add the write of an operation, on the condition that nobody has written it since it was read.

    Most transactions have none, so the model is loaded here.
    """
    from shared.adapters.dynamo.operation_items import OperationItem, follows

    item = database.bind(OperationItem, contacts_table).of(book_id, write.after)
    transaction.update(item, actions=all_stored(item), condition=follows(write.before))
