"""Which part of a partition a key condition asks for."""

from __future__ import annotations

from collections.abc import Iterator

from local.dynamodb import documents
from local.dynamodb.conditions import Placeholders
from local.dynamodb.errors import DynamoError, invalid
from local.dynamodb.expressions import Call, Given, Node, Path, condition
from local.dynamodb.schema import Keys

Conditions = tuple[tuple[str, bytes], ...]
"""SQL comparisons of the range key."""

_COMPARATORS = {"=", "<", "<=", ">", ">="}
_REVERSED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def key_condition(text: str | None, keys: Keys, given: Placeholders) -> tuple[bytes, Conditions]:
    """Return the hash key, and what is asked of the range key. Raises DynamoError."""
    if text is None:
        raise invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
    hash_keys: list[bytes] = []
    ranges: list[Conditions] = []
    for call in _parts(condition(text, "KeyConditionExpression")):
        name, operands = _subject(call, given)
        if name == keys.hash and call.function == "=":
            hash_keys.append(keys.encode(name, given.value(operands[0])))
        elif name is not None and name == keys.range:
            ranges.append(_conditions(call.function, [keys.encode(name, given.value(each)) for each in operands]))
        else:
            raise _unsupported()
    if len(hash_keys) != 1:
        raise invalid(f"Query condition missed key schema element: {keys.hash}")
    if len(ranges) > 1:
        raise invalid("KeyConditionExpressions must only contain one condition per key")
    return hash_keys[0], ranges[0] if ranges else ()


def _parts(node: Node) -> Iterator[Call]:
    if not isinstance(node, Call):
        raise _unsupported()
    if node.function == "AND":
        for operand in node.operands:
            yield from _parts(operand)
    elif node.function in _COMPARATORS and isinstance(node.operands[0], Given):
        yield Call(_REVERSED[node.function], node.operands[::-1])
    else:
        yield node


def _subject(call: Call, given: Placeholders) -> tuple[str | None, list[Given]]:
    """Return the attribute that a condition is about, and what it is compared with."""
    first, *others = call.operands
    operands = [each for each in others if isinstance(each, Given)]
    if not isinstance(first, Path) or len(operands) != len(others):
        raise _unsupported()
    parts = documents.resolved(first, given.names)
    return (str(parts[0]) if len(parts) == 1 else None), operands


def _conditions(function: str, bounds: list[bytes]) -> Conditions:
    if function in _COMPARATORS:
        return ((function, bounds[0]),)
    if function == "BETWEEN":
        low, high = bounds
        if low > high:
            raise invalid("The BETWEEN operator requires upper bound to be greater than or equal to lower bound")
        return (">=", low), ("<=", high)
    if function == "begins_with":
        following = _following(bounds[0])
        return ((">=", bounds[0]),) if following is None else ((">=", bounds[0]), ("<", following))
    raise _unsupported()


def _following(start: bytes) -> bytes | None:
    """Return the first key after all that begin with ``start``, or None if there is none."""
    kept = start.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1]) if kept else None


def _unsupported() -> DynamoError:
    return invalid("Query key condition not supported")
