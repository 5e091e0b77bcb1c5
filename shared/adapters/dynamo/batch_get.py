"""BatchGetItem, repeated until everything has been read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pynamodb.constants import STRING

from shared.adapters.dynamo.faults import read_faults
from shared.domain.errors import StoreUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pynamodb.connection import Connection

    from shared.adapters.dynamo.reading import Item

MAX_KEYS = 100
"""https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html"""
MAX_ROUNDS = 6
FIRST_PAUSE_SECONDS = 0.02


def batch_get(
    connection: Connection, table_name: str, keys: Sequence[Mapping[str, str]], *, wait: Callable[[float], None]
) -> list[Item]:
    """Return the items that exist, strongly consistent, in no particular order: one request for every 100 keys.

    Keys must be unique. DynamoDB returns only some of the items when they exceed 16 MB or it throttles; the rest is
    requested again after a pause that doubles each time. Raises StoreUnavailableError when some are still missing after
    six rounds.
    """
    batches = (keys[start : start + MAX_KEYS] for start in range(0, len(keys), MAX_KEYS))
    return [item for batch in batches for item in _batch(connection, table_name, batch, wait)]


def find_items(
    connection: Connection, table_name: str, keys: Sequence[tuple[str, str]], *, wait: Callable[[float], None]
) -> list[Item | None]:
    """Return the item of each key (``pk`` and ``sk``), or None; the rest is as in ``batch_get``."""
    with read_faults():
        items = batch_get(connection, table_name, [{"pk": pk, "sk": sk} for pk, sk in keys], wait=wait)
    found = {(item["pk"][STRING], item["sk"][STRING]): item for item in items}
    return [found.get(key) for key in keys]


def _batch(
    connection: Connection, table_name: str, pending: Sequence[Any], wait: Callable[[float], None]
) -> list[Item]:
    items: list[Item] = []
    for attempt in range(MAX_ROUNDS):
        if attempt:
            wait(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
        response = connection.batch_get_item(table_name, pending, consistent_read=True)
        items += response["Responses"].get(table_name, [])
        pending = response.get("UnprocessedKeys", {}).get(table_name, {}).get("Keys", [])
        if not pending:
            return items
    raise StoreUnavailableError("the database did not read all items")
