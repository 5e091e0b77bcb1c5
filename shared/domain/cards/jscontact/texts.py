"""JSON text with cards of JSContact: one object, an array of them, or one after another."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, NoReturn

from shared.domain.errors import FieldProblem, InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANKS = " \t\r\n"
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonObject:
    """A value as it stands in a text, and the line on which it begins, counted from 1."""

    value: Any
    line: int


def objects_in(text: str) -> Iterator[JsonObject]:
    """Yield the values of a text, one at a time, so that only one of them is in memory beside the text.

    Raises InvalidInputError, whose pointer is empty, where the text is no JSON, or has a name twice in an object.
    """
    place, line = (1, 1) if text.startswith(_BYTE_ORDER_MARK) else (0, 1)
    place, line = _skipped(text, place, line, _BLANKS)
    in_array = text.startswith("[", place)
    if in_array:
        place, line = _skipped(text, place + 1, line, _BLANKS)
    while place < len(text) and not (in_array and text[place] == "]"):
        value, end = _read(text, place, line)
        yield JsonObject(value=value, line=line)
        line += text.count("\n", place, end)
        place, line = _skipped(text, end, line, _BLANKS + "," if in_array else _BLANKS)
    if in_array and text[place:].strip(_BLANKS) != "]":
        raise _no_json(line, "the array does not end where the text does")


def _read(text: str, place: int, line: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, place)
    except json.JSONDecodeError as error:
        line += text.count("\n", place, error.pos)
        raise _no_json(line, error.msg) from error
    except RecursionError as error:
        raise _no_json(line, "the JSON is nested too deeply") from error
    except ValueError as error:
        raise _no_json(line, "a name stands twice in an object, or a number is none that JSON has") from error


def _skipped(text: str, place: int, line: int, characters: str) -> tuple[int, int]:
    start = place
    while place < len(text) and text[place] in characters:
        place += 1
    return place, line + text.count("\n", start, place)


def _no_json(line: int, why: str) -> InvalidInputError:
    return InvalidInputError(FieldProblem(pointer="", code="no_json", detail=f"Line {line}: {why}."))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands twice")
    return members


def _no_constant(_: str) -> NoReturn:
    raise ValueError("no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError("a number is too large")
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite)
