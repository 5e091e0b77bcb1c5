"""The keys and indexes of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from local.dynamodb.errors import invalid
from local.dynamodb.values import Item, Value, size_of_item, sort_key

_LONGEST_HASH_KEY_BYTES, _LONGEST_RANGE_KEY_BYTES = 2048, 1024


@dataclass(frozen=True, slots=True)
class Keys:
    """The names of the attributes of a key, and the type of each."""

    hash: str
    range: str | None
    types: Mapping[str, str]

    @classmethod
    def of(cls, schema: list[Mapping[str, str]], types: Mapping[str, str]) -> Keys:
        """Return the keys of a KeySchema."""
        names = {part["KeyType"]: part["AttributeName"] for part in schema}
        if "HASH" not in names or not types.keys() >= set(names.values()):
            raise invalid("One or more parameter values were invalid: Some index key attributes are not defined")
        return cls(names["HASH"], names.get("RANGE"), types)

    def __iter__(self) -> Iterator[str]:
        return iter((self.hash,) if self.range is None else (self.hash, self.range))

    def encoded(self, item: Item) -> tuple[bytes, bytes]:
        """Return the sortable key of an item, or of a key alone. Raises DynamoError."""
        return self._encoded(item, self.hash), b"" if self.range is None else self._encoded(item, self.range)

    def _encoded(self, item: Item, name: str) -> bytes:
        value = item.get(name)
        if value is None:
            raise invalid(f"One or more parameter values were invalid: Missing the key {name} in the item")
        return self.encode(name, value)

    def encode(self, name: str, value: Value) -> bytes:
        """Return the sortable form of one attribute of the key. Raises DynamoError."""
        kind = self.types[name]
        if kind not in value:
            actual = next(iter(value))
            raise invalid(
                f"One or more parameter values were invalid: "
                f"Type mismatch for key {name} expected: {kind} actual: {actual}"
            )
        key = sort_key(value)
        if not key:
            raise invalid(
                f"One or more parameter values are not valid. "
                f"The AttributeValue for a key attribute cannot contain an empty string value. Key: {name}"
            )
        longest = _LONGEST_HASH_KEY_BYTES if name == self.hash else _LONGEST_RANGE_KEY_BYTES
        if len(key) > longest:
            raise invalid(f"One or more parameter values were invalid: Size of key {name} has exceeded {longest} bytes")
        return key

    def require_key(self, key: Mapping[str, Any]) -> None:
        """Raise DynamoError unless a key has exactly the attributes of this one."""
        if key.keys() != set(self):
            raise invalid("The provided key element does not match the schema")


@dataclass(frozen=True, slots=True)
class Index:
    """A local or global secondary index; ``id`` is its number in the file."""

    id: int
    name: str
    keys: Keys
    is_local: bool
    projection: str
    attributes: frozenset[str]
    """What items of the index have besides its keys and the table's, if not all."""

    def covers(self, item: Item) -> bool:
        """Return whether an item is in this index. Raises DynamoError for a key of another type."""
        if any(name not in item for name in self.keys):
            return False
        self.keys.encoded(item)
        return True

    def projected(self, item: Item, table_keys: Keys) -> Item:
        """Return what the index holds of an item."""
        if self.projection == "ALL":
            return item
        kept = {*self.keys, *table_keys, *self.attributes}
        return {name: value for name, value in item.items() if name in kept}


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the file describes it; ``id`` is its number there."""

    id: int
    name: str
    keys: Keys
    indexes: tuple[Index, ...]
    stream_view: str | None
    ttl_attribute: str | None
    description: Mapping[str, Any]

    def index(self, name: str) -> Index:
        """Return an index by its name. Raises DynamoError."""
        for index in self.indexes:
            if index.name == name:
                return index
        raise invalid(f"The table does not have the specified index: {name}")

    def key_of(self, item: Item) -> Item:
        """Return the key of an item."""
        return {name: item[name] for name in self.keys}

    def expires_at(self, item: Item) -> int | None:
        """Return when the item expires, in epoch seconds, or None."""
        value = item.get(self.ttl_attribute) if self.ttl_attribute else None
        return int(float(value["N"])) if value and "N" in value else None


def stored_size(item: Item) -> int:
    """Return the size of an item in bytes. Raises DynamoError if it is more than an item may have."""
    size = size_of_item(item)
    if size > _LARGEST_ITEM_BYTES:
        raise invalid("Item size has exceeded the maximum allowed size")
    return size


_LARGEST_ITEM_BYTES = 400 * 1024
