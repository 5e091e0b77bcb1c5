"""The expressions of DynamoDB, from text to trees.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
A tree holds names and placeholders as they were written, so that it can be used for every request with the same text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple, TypeVar

from local.dynamodb.errors import DynamoError, invalid

_TOKEN = re.compile(r"\s*([#:]?[A-Za-z_0-9]+|<>|<=|>=|[=<>(),.\[\]+-])")
COMPARATORS = frozenset({"=", "<>", "<", "<=", ">", ">="})
_FUNCTIONS = {"attribute_exists": 1, "attribute_not_exists": 1, "attribute_type": 2, "begins_with": 2, "contains": 2}
_CACHED = 512

T = TypeVar("T")


class Path(NamedTuple):
    """A document path: names, of which those with ``#`` are placeholders, and positions in lists."""

    parts: tuple[str | int, ...]


class Given(NamedTuple):
    """A value of the request, by its placeholder."""

    name: str


class Call(NamedTuple):
    """A function of operands, a comparison, or an operator of conditions, by its name."""

    function: str
    operands: tuple[Node, ...]


Node = Path | Given | Call


class Action(NamedTuple):
    """One change of an update: ``clause`` is SET, REMOVE, ADD or DELETE; REMOVE has no value."""

    clause: str
    path: Path
    value: Node | None


class Reader:
    """Reads the tokens of one expression from left to right; ``kind`` names it in errors."""

    def __init__(self, text: str, kind: str) -> None:
        self._tokens, self._kind, self._at = tokens_of(text, kind), kind, 0

    @property
    def next(self) -> str:
        """Return the next token without taking it; empty at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def take(self, token: str = "") -> str:
        """Take the next token, which must be ``token`` if one is named. Raises DynamoError."""
        found = self.next
        if not found or (token and found.upper() != token):
            raise self.error()
        self._at += 1
        return found

    def skip(self, token: str) -> bool:
        """Take the next token if it is this one, and return whether it was."""
        is_next = self.next.upper() == token
        self._at += is_next
        return is_next

    def error(self) -> DynamoError:
        """Return the error for the next token."""
        return invalid(f'Invalid {self._kind}: Syntax error; token: "{self.next or "<EOF>"}"')

    def list_of(self, read: Callable[[], T]) -> tuple[T, ...]:
        """Read what is separated by commas."""
        found = [read()]
        while self.skip(","):
            found.append(read())
        return tuple(found)

    def path(self) -> Path:
        """Read a document path."""
        parts: list[str | int] = [self._name()]
        while True:
            if self.skip("."):
                parts.append(self._name())
            elif self.skip("["):
                position = self.take()
                if not position.isdecimal():
                    raise self.error()
                parts.append(int(position))
                self.take("]")
            else:
                return Path(tuple(parts))

    def _name(self) -> str:
        if not re.match(r"[#A-Za-z_]", self.next):
            raise self.error()
        return self.take()

    def end(self) -> None:
        """Raise DynamoError unless all has been read."""
        if self.next:
            raise self.error()


def tokens_of(text: str, kind: str) -> list[str]:
    """Return the tokens of an expression. Raises DynamoError."""
    tokens, at, end = [], 0, len(text.rstrip())
    if not end:
        raise invalid(f"Invalid {kind}: The expression can not be empty;")
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            raise invalid(f'Invalid {kind}: Syntax error; token: "{text[at:].strip()[:1]}"')
        tokens.append(match.group(1))
        at = match.end()
    return tokens


@lru_cache(_CACHED)
def placeholders(text: str) -> frozenset[str]:
    """Return the placeholders of names and values in an expression."""
    return frozenset(token for token in tokens_of(text, "expression") if token[0] in "#:")


@lru_cache(_CACHED)
def condition(text: str, kind: str) -> Node:
    """Return the tree of a condition, filter or key condition. Raises DynamoError."""
    reader = Reader(text, kind)
    node = _either(reader)
    reader.end()
    return node


@lru_cache(_CACHED)
def projection(text: str) -> tuple[Path, ...]:
    """Return the paths of a projection. Raises DynamoError."""
    reader = Reader(text, "ProjectionExpression")
    paths = reader.list_of(reader.path)
    reader.end()
    return paths


@lru_cache(_CACHED)
def update(text: str) -> tuple[Action, ...]:
    """Return the actions of an update in the order in which they are written. Raises DynamoError."""
    reader = Reader(text, "UpdateExpression")
    actions: list[Action] = []
    seen: set[str] = set()
    while reader.next:
        clause = reader.next.upper()
        if clause not in {"SET", "REMOVE", "ADD", "DELETE"}:
            raise reader.error()
        if clause in seen:
            raise invalid(f'Invalid UpdateExpression: The "{clause}" section can only be used once')
        seen.add(clause)
        reader.take()
        actions += reader.list_of(partial(_action, reader, clause))
    return tuple(actions)


def _action(reader: Reader, clause: str) -> Action:
    path = reader.path()
    if clause == "REMOVE":
        return Action(clause, path, None)
    if clause != "SET":
        return Action(clause, path, _given(reader))
    reader.take("=")
    value = _operand(reader, "if_not_exists", "list_append")
    if reader.next in {"+", "-"}:
        value = Call(reader.take(), (value, _operand(reader, "if_not_exists", "list_append")))
    return Action(clause, path, value)


def _given(reader: Reader) -> Given:
    if not reader.next.startswith(":"):
        raise reader.error()
    return Given(reader.take())


def _operand(reader: Reader, *functions: str) -> Node:
    if reader.next.startswith(":"):
        return _given(reader)
    if reader.next in functions:
        function = reader.take()
        operands = _arguments(reader, *functions)
        if len(operands) != (1 if function == "size" else 2):
            raise invalid(f"Incorrect number of operands for operator or function: {function}")
        return Call(function, operands)
    return reader.path()


def _arguments(reader: Reader, *functions: str) -> tuple[Node, ...]:
    reader.take("(")
    operands = reader.list_of(lambda: _operand(reader, *functions))
    reader.take(")")
    return operands


def _either(reader: Reader) -> Node:
    node = _both(reader)
    while reader.skip("OR"):
        node = Call("OR", (node, _both(reader)))
    return node


def _both(reader: Reader) -> Node:
    node = _negated(reader)
    while reader.skip("AND"):
        node = Call("AND", (node, _negated(reader)))
    return node


def _negated(reader: Reader) -> Node:
    return Call("NOT", (_negated(reader),)) if reader.skip("NOT") else _primary(reader)


def _primary(reader: Reader) -> Node:
    if reader.skip("("):
        node = _either(reader)
        reader.take(")")
        return node
    if reader.next in _FUNCTIONS:
        function = reader.take()
        operands = _arguments(reader, "size")
        if len(operands) != _FUNCTIONS[function]:
            raise invalid(f"Incorrect number of operands for operator or function: {function}")
        return Call(function, operands)
    left = _operand(reader, "size")
    if reader.skip("BETWEEN"):
        low = _operand(reader, "size")
        reader.take("AND")
        return Call("BETWEEN", (left, low, _operand(reader, "size")))
    if reader.skip("IN"):
        return Call("IN", (left, *_arguments(reader, "size")))
    if reader.next not in COMPARATORS:
        raise reader.error()
    return Call(reader.take(), (left, _operand(reader, "size")))
