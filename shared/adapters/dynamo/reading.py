"""Reads items as DynamoDB returns them, without creating a model instance for each.

In PynamoDB, creating an instance takes longer than everything else that is done with a contact.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from shared.adapters.dynamo.faults import read_faults

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pynamodb.attributes import Attribute
    from pynamodb.connection import Connection
    from pynamodb.expressions.condition import Condition
    from pynamodb.models import Model

Item = dict[str, dict[str, Any]]
"""Values by name, each under its type: ``{"revision": {"N": "7"}}``."""


def members(model: type[Model], item: Item) -> dict[str, Any]:
    """Return the attributes of an item by name.

    One that the item lacks has its default, or is absent; what the model does not declare is left where it is.
    """
    defaults, attributes = _declared(model)
    stored = {name: read(item[name][kind]) for name, kind, read in attributes if kind in item.get(name, ())}
    return defaults | stored


@cache
def _declared(model: type[Model]) -> tuple[dict[str, Any], list[tuple[str, str, Callable[[Any], Any]]]]:
    """Return the defaults of a model by name, and the name, type and reader of each attribute."""
    attributes = model.get_attributes().items()
    defaults = {name: _default(one) for name, one in attributes if one.default is not None}
    return defaults, [(name, one.attr_type, one.deserialize) for name, one in attributes]


def _default(attribute: Attribute[Any]) -> Any:
    return attribute.default() if callable(attribute.default) else attribute.default


class TableReader:
    """Reads of one table, strongly consistent unless they say otherwise.

    They raise StoreUnavailableError (see ``faults.read_faults``). A model must be bound to the table on the same
    connection.
    """

    def __init__(self, connection: Connection, table_name: str) -> None:
        self._connection = connection
        self._table_name = table_name

    def get(self, hash_key: str, range_key: str | None = None, *, consistent: bool = True) -> Item | None:
        """Read with one GetItem; a table without range keys needs only the hash key.

        A read that need not be ``consistent`` costs half as much, and may miss what was written in the last second.
        """
        with read_faults():
            response = self._connection.get_item(self._table_name, hash_key, range_key, consistent_read=consistent)
        item: Item | None = response.get("Item")
        return item

    def query(
        self,
        hash_key: str,
        condition: Condition | None = None,
        *,
        limit: int | None = None,
        index: str | None = None,
        forward: bool = True,
        after: Item | None = None,
        attributes: Sequence[str] | None = None,
    ) -> tuple[Sequence[Item], Item | None]:
        """Read with one Query: up to ``limit`` items in key order, and the key to continue after, if there are more.

        Only these ``attributes`` are sent, but all are read, and paid for. A result may be short or empty and still not
        be the last: DynamoDB reads 1 MB at a time.
        """
        with read_faults():
            response = self._connection.query(
                self._table_name,
                hash_key,
                condition,
                index_name=index,
                consistent_read=True,
                limit=limit,
                scan_index_forward=None if forward else False,
                exclusive_start_key=after,
                attributes_to_get=list(attributes) if attributes else None,
            )
        return response["Items"], response.get("LastEvaluatedKey")

    def query_all(
        self,
        hash_key: str,
        condition: Condition | None = None,
        *,
        limit: int | None = None,
        index: str | None = None,
        forward: bool = True,
        after: Item | None = None,
        attributes: Sequence[str] | None = None,
    ) -> list[Item]:
        """Return up to ``limit`` items, or all of them, with one Query for every MB."""
        items, after = self.query(
            hash_key, condition, limit=limit, index=index, forward=forward, after=after, attributes=attributes
        )
        found = list(items)
        while after is not None and (limit is None or len(found) < limit):
            missing = None if limit is None else limit - len(found)
            items, after = self.query(
                hash_key, condition, limit=missing, index=index, forward=forward, after=after, attributes=attributes
            )
            found += items
        return found
