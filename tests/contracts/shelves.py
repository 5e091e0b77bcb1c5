"""Items as the database holds them, for tests of what other versions of the code have written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.contracts.conftest import Engine
from tools.template import Template

TOMORROW: Mapping[str, Any] = {
    "tomorrows_text": {"S": "words"},
    "tomorrows_number": {"N": "7"},
    "tomorrows_flag": {"BOOL": True},
    "tomorrows_list": {"L": [{"S": "a"}, {"M": {"b": {"N": "1"}}}]},
    "tomorrows_map": {"M": {"deep": {"L": [{"NULL": True}]}}},
    "tomorrows_nothing": {"NULL": True},
}
_KEYS = {
    "ContactsTable": ("book_id", "item_id"),
    "ChangesTable": ("book_id", "revision"),
    "AccountsTable": ("pk", "sk"),
    "OutboxTable": ("id",),
    "EphemeralTable": ("pk",),
}


@dataclass(frozen=True)
class Shelf:
    """One item of a table, as the database holds it."""

    engine: Engine
    table: str
    key: Mapping[str, Any]

    def read(self) -> dict[str, Any]:
        arguments = {"TableName": self.table, "Key": self.key, "ConsistentRead": True}
        item: dict[str, Any] = self.engine.network._make_api_call("GetItem", arguments)["Item"]
        return item

    def write(self, item: Mapping[str, Any]) -> None:
        self.engine.network._make_api_call("PutItem", {"TableName": self.table, "Item": {**item}})

    def add(self, members: Mapping[str, Any] = TOMORROW) -> None:
        self.write({**self.read(), **members})

    def remove(self, *names: str) -> None:
        item = self.read()
        assert item.keys() >= set(names)
        self.write({name: value for name, value in item.items() if name not in names})

    def require_tomorrow(self) -> None:
        item = self.read()
        assert {name: item.get(name) for name in TOMORROW} == TOMORROW


ShelfOf = Callable[..., Shelf]


def shelves_of(engine: Engine, template: Template) -> ShelfOf:
    """Return what finds an item by the logical id of its table, and its key."""

    def shelf_of(table: str, *key: str) -> Shelf:
        names = _KEYS[table]
        types = ["N" if name == "revision" else "S" for name in names]
        values = {name: {kind: value} for name, kind, value in zip(names, types, key, strict=True)}
        return Shelf(engine, template.tables[table].name, values)

    return shelf_of
