"""Cards, as far as the client reads them: to say whose they are, and in what two of them differ.

The service reads the rest.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from typing import NamedTuple

_EDGE = re.compile(r"^(BEGIN|END):VCARD[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_QUOTED_PRINTABLE = re.compile(r"^[^:\r\n]*ENCODING=\"?QUOTED-PRINTABLE", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SEPARATOR = re.compile(r"(?<!\\);")
_STRUCTURED = frozenset({"N", "ADR", "ORG"})
_NAMING = ("FN", "N", "ORG", "NICKNAME", "EMAIL", "TEL")


class Property(NamedTuple):
    """A property of a card: its name without the group, what kind of value it has, and the value as people read it."""

    name: str
    kinds: tuple[str, ...]
    value: str


def count_cards(text: str) -> int:
    """Return how many cards a text has; one inside another, as an AGENT is, does not count."""
    total = depth = 0
    for found in _EDGE.finditer(text):
        is_begin = found[1].upper() == "BEGIN"
        total += is_begin and not depth
        depth = max(depth + (1 if is_begin else -1), 0)
    return total


def properties(text: str) -> Iterator[Property]:
    """Yield the properties of a card, without those that are empty."""
    for line in _lines(text):
        head, separator, value = _split_at_colon(line)
        if not separator or not value.strip(" ;"):
            continue
        name, *parameters = head.split(";")
        name = name.rpartition(".")[2].strip().upper()
        if any("QUOTED-PRINTABLE" in each.upper() for each in parameters):
            value = quopri.decodestring(value.encode(errors="replace")).decode("utf-8", errors="replace")
        yield Property(name, _kinds(parameters), _readable(name, value))


def name_of(text: str) -> str:
    """Return whose card it is: the name, or what there is instead of one."""
    found: dict[str, str] = {}
    for each in properties(text):
        found.setdefault(each.name, each.value)
    return next((found[name] for name in _NAMING if name in found), "somebody without a name")


def _split_at_colon(line: str) -> tuple[str, str, str]:
    """Split a line at the colon before its value; one in a quoted parameter does not count."""
    if '"' not in line.partition(":")[0]:
        return line.partition(":")
    inside = False
    for at, one in enumerate(line):
        if one == '"':
            inside = not inside
        elif one == ":" and not inside:
            return line[:at], ":", line[at + 1 :]
    return line.partition(":")


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a card, each put together of the parts in which it is written."""
    parts: list[str] = []
    for line in _LINE_END.split(text):
        if parts and parts[-1].endswith("=") and _QUOTED_PRINTABLE.match(parts[0]):
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif parts and line[:1] in {" ", "\t"}:
            parts.append(line[1:])
        else:
            yield "".join(parts)
            parts = [line]
    yield "".join(parts)


def _kinds(parameters: list[str]) -> tuple[str, ...]:
    """Return the words that say what kind of value it is: those of TYPE, which version 2.1 writes without that name."""
    kinds = set[str]()
    for parameter in parameters:
        name, separator, value = parameter.partition("=")
        if not separator or name.strip().upper() == "TYPE":
            kinds.update(word.strip(' "').lower() for word in (value if separator else name).split(","))
    return tuple(sorted(kinds - {"", "quoted-printable", "base64", "8bit"}))


def _readable(name: str, value: str) -> str:
    if name not in _STRUCTURED:
        return _unescaped(value)
    parts = [_unescaped(part).strip() for part in _SEPARATOR.split(value)]
    if name == "N":
        # Family name first in the card, last among people.
        last, first, *others = [*parts, "", ""][:5]
        parts = [*others[1:2], first, *others[:1], last, *others[2:3]]
        return " ".join(filter(None, parts))
    return ", ".join(filter(None, parts))


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
