"""BatchWriteItem for deletions, repeated until everything is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.adapters.dynamo.faults import write_faults
from shared.domain.errors import StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pynamodb.connection import Connection

MAX_KEYS = 25
"""https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html"""
MAX_ROUNDS = 8
FIRST_PAUSE_SECONDS = 0.05


def batch_delete(
    connection: Connection, table_name: str, keys: Sequence[Mapping[str, Any]], *, wait: Callable[[float], None]
) -> None:
    """Delete the items with these keys (at most 25, unique); those that do not exist are no error.

    DynamoDB leaves some out while it throttles; the rest is sent again after a pause that doubles each time. Raises
    StoreUnavailableError when some are still there after eight rounds.
    """
    pending: Sequence[Any] = keys
    for attempt in range(MAX_ROUNDS):
        if attempt:
            wait(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
        with write_faults():
            response = connection.batch_write_item(table_name, delete_items=pending)
        left = response.get("UnprocessedItems", {}).get(table_name, [])
        pending = [request["DeleteRequest"]["Key"] for request in left]
        if not pending:
            return
    raise StoreUnavailableError("the database did not delete all items")
