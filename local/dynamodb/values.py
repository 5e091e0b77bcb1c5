"""Attribute values in DynamoDB's JSON: ``{"S": "text"}``, ``{"N": "1.5"}`` and so on.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from local.dynamodb.errors import invalid

Value = dict[str, Any]
Item = dict[str, Value]

DEEPEST_LEVEL = 32
_DIGITS = 38
_GREATEST_EXPONENT, _LEAST_EXPONENT = 125, -130
_EXACT = Context(prec=200)


def checked_item(item: Any) -> Item:
    """Return an item, or the values of a request, with numbers in their normal form. Raises DynamoError."""
    if not isinstance(item, dict):
        raise invalid("An item is a map of attribute values")
    return {name: checked(value) for name, value in item.items()}


def checked(value: Any, level: int = 1) -> Value:
    """Return a value with numbers in their normal form, in which equal ones are the same text. Raises DynamoError."""
    if not isinstance(value, dict) or len(value) != 1:
        raise invalid("Supplied AttributeValue must contain exactly one of the supported datatypes")
    ((kind, content),) = value.items()
    if kind == "S" and isinstance(content, str):
        return value
    check = _CHECKS.get(kind)
    if check is None:
        raise invalid("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")
    return {kind: check(content, level)}


def _number(text: Any, _level: int = 0) -> str:
    """Return a number as DynamoDB writes it: no leading or trailing zeros, and no exponent unless it is long."""
    try:
        number = Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise invalid(f"The parameter cannot be converted to a numeric value: {text}")
    number = number.normalize(_EXACT)
    if not number:
        return "0"
    if len(number.as_tuple().digits) > _DIGITS:
        raise invalid("Attempting to store more than 38 significant digits in a Number")
    if number.adjusted() > _GREATEST_EXPONENT:
        raise invalid("Number overflow. Attempting to store a number with magnitude larger than supported range")
    if number.adjusted() < _LEAST_EXPONENT:
        raise invalid("Number underflow. Attempting to store a number with magnitude smaller than supported range")
    return f"{number:f}"


def _text(content: Any, _level: int = 0) -> str:
    if not isinstance(content, str):
        raise invalid("A string was expected")
    return content


def _binary(content: Any, _level: int = 0) -> str:
    try:
        return b64encode(b64decode(_text(content), validate=True)).decode()
    except binascii.Error:
        raise invalid("A binary value is not base64") from None


def _null(content: Any, _level: int = 0) -> bool:
    if content is not True:
        raise invalid("Null attribute value types must have the value of true")
    return True


def _bool(content: Any, _level: int = 0) -> bool:
    if not isinstance(content, bool):
        raise invalid("A boolean was expected")
    return content


def _list(content: Any, level: int) -> list[Value]:
    _require_level(level)
    return [checked(each, level + 1) for each in content]


def _map(content: Any, level: int) -> Item:
    _require_level(level)
    return {name: checked(each, level + 1) for name, each in content.items()}


def _require_level(level: int) -> None:
    if level >= DEEPEST_LEVEL:
        raise invalid("Nesting Levels have exceeded supported limits")


def _set_of(member: Callable[[Any], str]) -> Callable[[Any, int], list[str]]:
    def check(content: Any, _level: int) -> list[str]:
        members = [member(each) for each in content]
        if not members:
            raise invalid("One or more parameter values were invalid: An set may not be empty")
        if len(set(members)) != len(members):
            raise invalid(f"One or more parameter values were invalid: Input collection {members} contains duplicates.")
        return members

    return check


_CHECKS: Mapping[str, Callable[[Any, int], Any]] = {
    "S": _text,
    "N": _number,
    "B": _binary,
    "BOOL": _bool,
    "NULL": _null,
    "L": _list,
    "M": _map,
    "SS": _set_of(_text),
    "NS": _set_of(_number),
    "BS": _set_of(_binary),
}


def size_of_item(item: Mapping[str, Value]) -> int:
    """Return the size in bytes by which DynamoDB limits and charges an item."""
    return sum(len(name.encode()) + size_of(value) for name, value in item.items())


def size_of(value: Value) -> int:
    """Return the size of a value in bytes."""
    ((kind, content),) = value.items()
    if kind == "S":
        return len(content.encode())
    if kind in {"BOOL", "NULL"}:
        return 1
    if kind == "M":
        return 3 + len(content) + size_of_item(content)
    if kind == "L":
        return 3 + len(content) + sum(map(size_of, content))
    members = content if kind in SETS else [content]
    return sum(_size_of_scalar(kind[0], member) for member in members)


SETS = frozenset({"SS", "NS", "BS"})


def _size_of_scalar(kind: str, content: str) -> int:
    if kind == "B":
        return len(b64decode(content))
    if kind == "S":
        return len(content.encode())
    digits = content.lstrip("-").replace(".", "").strip("0")
    return (len(digits) + 1) // 2 + 1 + content.startswith("-")


def same(one: Value, other: Value) -> bool:
    """Return whether two values are equal; the order in a set does not count."""
    if one.keys() != other.keys():
        return False
    ((kind, content),) = one.items()
    theirs = other[kind]
    if kind in SETS:
        return set(content) == set(theirs)
    if kind == "L":
        return len(content) == len(theirs) and all(map(same, content, theirs))
    if kind == "M":
        return content.keys() == theirs.keys() and all(same(content[name], theirs[name]) for name in content)
    return bool(content == theirs)


def sort_key(value: Value) -> bytes:
    """Return bytes that sort as DynamoDB sorts values of one scalar type. Raises DynamoError for other types."""
    ((kind, content),) = value.items()
    if kind == "S":
        return str(content).encode()
    if kind == "N":
        return _number_key(Decimal(content))
    if kind == "B":
        return b64decode(content)
    raise invalid(f"Type {kind} has no order")


def _number_key(number: Decimal) -> bytes:
    """Return sign, exponent and digits; those of a negative number are inverted, so that it sorts first."""
    sign, digits, _ = number.normalize(_EXACT).as_tuple()
    if not number:
        return b"\x01"
    key = bytes([number.adjusted() - _LEAST_EXPONENT, *(digit + 1 for digit in digits)])
    return b"\x00" + bytes(255 - each for each in key) + b"\xff" if sign else b"\x02" + key
