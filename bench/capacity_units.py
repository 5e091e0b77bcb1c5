"""What DynamoDB charges for a request in on-demand mode, by its documented rules, from the sizes of the items.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html#LSI.ThroughputConsiderations

AWS does not document what indexes cost in a transaction. Measured with a GSI and a LSI on 13 August 2026, only the item
itself counts twice: https://github.com/nubo-db/dynoxide/pull/188
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bench.frozen_tables import Index, Item

READ_UNIT_BYTES = 4096
WRITE_UNIT_BYTES = 1024


def item_bytes(item: Item) -> int:
    """Return the size of an item."""
    return sum(len(name.encode()) + value_bytes(value) for name, value in item.items())


def value_bytes(value: Mapping[str, Any]) -> int:
    """Return the size of an attribute's value."""
    ((kind, content),) = value.items()
    if kind in {"S", "SS"}:
        return sum(len(text.encode()) for text in ([content] if kind == "S" else content))
    if kind == "N":
        digits = len(content.lstrip("-").replace(".", "").strip("0"))
        return (digits + 1) // 2 + 1 + int(content.startswith("-"))
    if kind == "L":
        return 3 + sum(1 + value_bytes(each) for each in content)
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + value_bytes(each) for name, each in content.items())
    if kind == "B":
        return len(content) if isinstance(content, bytes) else len(content) * 3 // 4
    if kind in {"BOOL", "NULL"}:
        return 1
    raise ValueError(f"{kind} is not counted here")


def read_units(sizes: Iterable[int], *, together: bool, consistent: bool) -> float:
    """Return the units for reading items: each is rounded up, or their total if ``together``, as in a Query.

    A missing item costs as much as the smallest one.
    """
    sizes = list(sizes)
    blocks = [sum(sizes)] if together else sizes
    return sum(_units(size, READ_UNIT_BYTES) for size in blocks) * (1.0 if consistent else 0.5)


def write_units(indexes: Mapping[str, Index], before: Item | None, after: Item | None, *, transactional: bool) -> float:
    """Return the units for turning one item of a table into another; None means no item.

    A transaction doubles the item's own. An index entry that is added, removed or changed costs a write of its own; one
    whose key changes costs two; a transaction does not double those.
    """
    table = _units(max(item_bytes(before or {}), item_bytes(after or {})), WRITE_UNIT_BYTES)
    entries = sum(_index_units(index, before, after) for name, index in indexes.items() if name)
    return float(table * (2 if transactional else 1) + entries)


def _index_units(index: Index, before: Item | None, after: Item | None) -> int:
    old, new = _entry(index, before), _entry(index, after)
    if old == new:
        return 0
    if old and new and all(old[key] == new[key] for key in index.keys):
        return _units(max(item_bytes(old), item_bytes(new)), WRITE_UNIT_BYTES)
    return sum(_units(item_bytes(entry), WRITE_UNIT_BYTES) for entry in (old, new) if entry)


def _entry(index: Index, item: Item | None) -> Item | None:
    """Return an index's entry for an item: none if the item lacks one of the index's keys."""
    if item is None or not all(key in item for key in index.keys):
        return None
    return item if index.attributes is None else {name: item[name] for name in index.attributes if name in item}


def _units(size: int, of: int) -> int:
    return max(1, -(-size // of))
