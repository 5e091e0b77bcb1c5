"""Consumed capacity.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/capacity-unit-calculations.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from local.dynamodb.schema import Index, Table
from local.dynamodb.store import Change
from local.dynamodb.values import size_of_item

_READ_BYTES, _WRITE_BYTES = 4096, 1024


def read_units(size: int, *, consistent: bool, transactional: bool = False) -> float:
    """Return the units of reading this many bytes at once."""
    units = max(1, -(-size // _READ_BYTES))
    return units * (2.0 if transactional else 1.0 if consistent else 0.5)


class Bill:
    """What one request consumes in one table; nothing is counted unless the request asks for it."""

    def __init__(self, table: Table, request: Mapping[str, Any]) -> None:
        self._table, self._units = table, 0.0
        self._choice = request.get("ReturnConsumedCapacity", "NONE")
        self._indexes: dict[str, float] = {}

    def add(self, units: float, index: Index | None = None) -> None:
        """Add units of the table, or of one of its indexes."""
        if index is None:
            self._units += units
        else:
            self._indexes[index.name] = self._indexes.get(index.name, 0.0) + units

    def add_write(self, change: Change, *, transactional: bool = False) -> None:
        """Add the units of a write; a transaction counts twice, but for its indexes."""
        if self._choice == "NONE":
            return
        self.add(_write_units(change.old, change.new) * (2.0 if transactional else 1.0))
        for index in self._table.indexes:
            units = _index_units(index, change)
            if units:
                self.add(units, index)

    def member(self) -> dict[str, Any]:
        """Return the member ConsumedCapacity of an answer; nothing if the request does not ask for it."""
        return {} if self._choice == "NONE" else {"ConsumedCapacity": self._described()}

    @staticmethod
    def members(bills: Iterable[Bill]) -> dict[str, Any]:
        """Return the member ConsumedCapacity of an answer about several tables."""
        described = [each for bill in bills for each in bill.member().values()]
        return {"ConsumedCapacity": described} if described else {}

    def _described(self) -> dict[str, Any]:
        described: dict[str, Any] = {
            "TableName": self._table.name,
            "CapacityUnits": self._units + sum(self._indexes.values()),
        }
        if self._choice == "INDEXES":
            described["Table"] = {"CapacityUnits": self._units}
            for name, units in self._indexes.items():
                kind = "LocalSecondaryIndexes" if self._table.index(name).is_local else "GlobalSecondaryIndexes"
                described.setdefault(kind, {})[name] = {"CapacityUnits": units}
        return described


def _write_units(*items: Mapping[str, Any] | None) -> float:
    size = max(0 if item is None else size_of_item(item) for item in items)
    return float(max(1, -(-size // _WRITE_BYTES)))


def _index_units(index: Index, change: Change) -> float:
    """Return the units of writing an index: its entry is replaced in place, or moved, or not touched at all."""
    keys = change.table.keys
    old = index.projected(change.old, keys) if change.old is not None and index.covers(change.old) else None
    new = index.projected(change.new, keys) if change.new is not None and index.covers(change.new) else None
    if old == new:
        return 0.0
    if old is not None and new is not None and index.keys.encoded(old) != index.keys.encoded(new):
        return _write_units(old) + _write_units(new)
    return _write_units(old, new)
