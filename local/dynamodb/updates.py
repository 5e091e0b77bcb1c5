"""What an update makes of an item."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from decimal import Context
from typing import Any

from local.dynamodb import documents
from local.dynamodb.conditions import Placeholders
from local.dynamodb.documents import Parts
from local.dynamodb.errors import invalid
from local.dynamodb.expressions import Action, Call, Given, Node, Path, update
from local.dynamodb.values import SETS, Item, Value, checked

_EXACT = Context(prec=60)
_WRONG_TYPE = "An operand in the update expression has an incorrect data type"


class Update:
    """The update of a request; ``text`` may be missing. Raises DynamoError."""

    def __init__(self, text: str | None, given: Placeholders) -> None:
        self._actions: list[tuple[Action, Parts]] = []
        self._given = given
        for action in () if text is None else update(text):
            self._actions.append((action, documents.resolved(action.path, given.names)))
        documents.require_disjoint(self.paths, "UpdateExpression")

    @property
    def paths(self) -> list[Parts]:
        """Return what it changes."""
        return [parts for _, parts in self._actions]

    def applied(self, item: Item) -> Item:
        """Return the changed item; what is read on the way is as it was before. Raises DynamoError."""
        changed = copy.deepcopy(item)
        removed = []
        for action, parts in self._actions:
            if action.clause == "REMOVE":
                removed.append(parts)
            elif action.clause == "SET":
                documents.put(changed, parts, copy.deepcopy(self._value(action.value, item)))
            else:
                self._change_set_or_number(action, parts, item, changed)
        # From the end of a list, so that positions stay what they were.
        for parts in sorted(removed, key=_position, reverse=True):
            documents.remove(changed, parts)
        return changed

    def _value(self, node: Node | None, item: Item) -> Value:
        if isinstance(node, Given):
            return self._given.value(node)
        if isinstance(node, Path):
            found = documents.find(item, documents.resolved(node, self._given.names))
            if found is None:
                raise invalid("The provided expression refers to an attribute that does not exist in the item")
            return found
        assert isinstance(node, Call)
        return self._called(node, item)

    def _called(self, call: Call, item: Item) -> Value:
        first, second = call.operands
        if call.function == "if_not_exists":
            if not isinstance(first, Path):
                raise invalid("if_not_exists takes a document path first")
            found = documents.find(item, documents.resolved(first, self._given.names))
            return self._value(second, item) if found is None else found
        one, other = self._value(first, item), self._value(second, item)
        if call.function == "list_append":
            return {"L": [*_content(one, "L"), *_content(other, "L")]}
        return _sum(one, other, subtract=call.function == "-")

    def _change_set_or_number(self, action: Action, parts: Parts, item: Item, changed: Item) -> None:
        given, found = self._value(action.value, item), documents.find(item, parts)
        (kind,) = given
        if kind not in SETS and not (kind == "N" and action.clause == "ADD"):
            raise invalid(f"Incorrect operand type for operator or function; operator: {action.clause}")
        if found is not None and kind not in found:
            raise invalid(_WRONG_TYPE)
        if action.clause == "ADD":
            documents.put(changed, parts, given if found is None else _added(found, given))
        elif found is not None:
            left = [member for member in found[kind] if member not in given[kind]]
            if left:
                documents.put(changed, parts, {kind: left})
            else:
                documents.remove(changed, parts)


def modified(before: Item, after: Item, update_of: Update, choice: str) -> Item:
    """Return what ReturnValues asks for: NONE, ALL_OLD, ALL_NEW, UPDATED_OLD or UPDATED_NEW."""
    if choice == "NONE":
        return {}
    item = before if choice.endswith("_OLD") else after
    return item if choice.startswith("ALL_") else documents.projected(item, update_of.paths)


def _added(found: Value, given: Value) -> Value:
    ((kind, content),) = given.items()
    if kind == "N":
        return _sum(found, given, subtract=False)
    return {kind: [*found[kind], *(member for member in content if member not in found[kind])]}


def _sum(one: Value, other: Value, *, subtract: bool) -> Value:
    left, right = _content(one, "N"), _content(other, "N")
    operation = _EXACT.subtract if subtract else _EXACT.add
    return checked({"N": str(operation(_EXACT.create_decimal(left), _EXACT.create_decimal(right)))})


def _content(value: Mapping[str, Any], kind: str) -> Any:
    if kind not in value:
        raise invalid(_WRONG_TYPE)
    return value[kind]


def _position(parts: Parts) -> tuple[int, ...]:
    return tuple(part for part in parts if isinstance(part, int))
