"""Whether conditions hold for an item."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.dynamodb import documents
from local.dynamodb.errors import invalid
from local.dynamodb.expressions import Call, Given, Node, Path, condition, placeholders
from local.dynamodb.values import SETS, Item, Value, checked_item, same, size_of, sort_key


@dataclass(frozen=True, slots=True)
class Placeholders:
    """The names and values that a request gives to its placeholders."""

    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)

    @classmethod
    def of(cls, request: Mapping[str, Any], *expressions: str) -> Placeholders:
        """Return those of a request with expressions in these members. Raises DynamoError if one is never used."""
        names, values = request.get("ExpressionAttributeNames") or {}, request.get("ExpressionAttributeValues") or {}
        used: set[str] = set()
        for member in expressions:
            if request.get(member) is not None:
                used |= placeholders(request[member])
        for kind, given in (("Names", names), ("Values", values)):
            unused = sorted(given.keys() - used)
            if unused:
                raise invalid(f"Value provided in ExpressionAttribute{kind} unused in expressions: keys: {unused}")
        return cls(names, checked_item(values) if values else {})

    def value(self, given: Given) -> Value:
        """Return the value of a placeholder. Raises DynamoError."""
        if given.name not in self.values:
            raise invalid(
                f"An expression attribute value used in expression is not defined; attribute value: {given.name}"
            )
        return self.values[given.name]


def holds(text: str | None, kind: str, item: Item | None, given: Placeholders) -> bool:
    """Return whether a condition holds for an item, or for none; no condition always does. Raises DynamoError."""
    if text is None:
        return True
    node = condition(text, kind)
    _require_operands(node, given)
    return _holds(node, item or {}, given)


def _require_operands(node: Node, given: Placeholders) -> None:
    """Raise DynamoError if a value of the request has a type that its function never takes, whatever is stored."""
    if not isinstance(node, Call):
        return
    taken = _TAKEN.get(node.function)
    for operand in node.operands:
        if taken is not None and isinstance(operand, Given) and not given.value(operand).keys() <= taken:
            raise invalid(f"Incorrect operand type for operator or function; operator or function: {node.function}")
        _require_operands(operand, given)


_TAKEN: Mapping[str, frozenset[str]] = {
    "begins_with": frozenset({"S", "B"}),
    **dict.fromkeys(("<", "<=", ">", ">=", "BETWEEN"), frozenset({"S", "N", "B"})),
}


def _holds(node: Node, item: Item, given: Placeholders) -> bool:
    if not isinstance(node, Call):
        raise invalid("Invalid expression: a condition was expected")
    name, operands = node
    if name == "NOT":
        return not _holds(operands[0], item, given)
    if name in _COMBINE:
        return _COMBINE[name](_holds(operand, item, given) for operand in operands)
    found = [_value(operand, item, given) for operand in operands]
    return _PRESENCE[name](found) if name in _PRESENCE else _compared(name, found)


_COMBINE: Mapping[str, Callable[[Iterable[bool]], bool]] = {"AND": all, "OR": any}
_PRESENCE: Mapping[str, Callable[[list[Value | None]], bool]] = {
    "attribute_exists": lambda found: found[0] is not None,
    "attribute_not_exists": lambda found: found[0] is None,
}


def _compared(name: str, found: list[Value | None]) -> bool:
    first, *others = found
    if name == "IN":
        return any(_compares("=", first, each) for each in others)
    if name == "BETWEEN":
        return _compares(">=", first, others[0]) and _compares("<=", first, others[1])
    test = _TESTS.get(name)
    if test is None:
        return _compares(name, first, others[0])
    return first is not None and others[0] is not None and test(first, others[0])


def _value(node: Node, item: Item, given: Placeholders) -> Value | None:
    if isinstance(node, Path):
        return documents.find(item, documents.resolved(node, given.names))
    if isinstance(node, Given):
        return given.value(node)
    found = _value(node.operands[0], item, given)
    length = None if found is None else _length(found)
    return None if length is None else {"N": str(length)}


def _length(value: Value) -> int | None:
    """Return what ``size`` says of a value; numbers, booleans and null have none."""
    ((kind, content),) = value.items()
    if kind in SETS or kind in {"L", "M"}:
        return len(content)
    return size_of(value) if kind in {"S", "B"} else None


def _compares(comparator: str, left: Value | None, right: Value | None) -> bool:
    if left is None or right is None:
        return comparator == "<>" and left is not right
    if comparator in {"=", "<>"}:
        return same(left, right) == (comparator == "=")
    (kind,) = left
    if left.keys() != right.keys() or kind not in {"S", "N", "B"}:
        return False
    return _ORDERS[comparator](sort_key(left), sort_key(right))


_ORDERS: Mapping[str, Callable[[bytes, bytes], bool]] = {
    "<": bytes.__lt__,
    "<=": bytes.__le__,
    ">": bytes.__gt__,
    ">=": bytes.__ge__,
}


def _begins_with(value: Value, start: Value) -> bool:
    if value.keys() != start.keys():
        return False
    if "B" in value:
        return b64decode(value["B"]).startswith(b64decode(start["B"]))
    return "S" in value and str(value["S"]).startswith(start["S"])


def _contains(value: Value, member: Value) -> bool:
    ((kind, content),) = value.items()
    if kind == "L":
        return any(same(each, member) for each in content)
    if kind == "B" and "B" in member:
        return b64decode(member["B"]) in b64decode(content)
    return kind in {"S", *SETS} and kind[0] in member and member[kind[0]] in content


_TESTS: Mapping[str, Callable[[Value, Value], bool]] = {
    "begins_with": _begins_with,
    "contains": _contains,
    "attribute_type": lambda value, kind: kind.get("S") in value,
}
