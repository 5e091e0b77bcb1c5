"""The head of a content line: all before its colon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

MAX_PARAMETERS = 500
MAX_KNOWN_HEAD = 200
MAX_KNOWN_HEADS = 2048
"""So many heads, up to this length, are read once and remembered: most lines of a file have one of few."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*|[Xx]-[A-Za-z0-9_ /-]*")
_WITH_QUOTES = re.compile(r'[^:"]*+(?:"[^"]*+"[^:"]*+)*+:')
_PARAMETERS = re.compile(r'(?:[^;"]++|"[^"]*+")++')
_ESCAPED_QUOTES = re.compile(r'\\"([^"]*)\\"')
"""A pair of them stands for quotation marks; a single one is a backslash at the end of a quoted value."""
_VALUES = re.compile(r'(?:[^,"]++|"[^"]*+")++')
_CARET = re.compile(r"\^([n'^])")
_CARETS = {"n": "\n", "'": '"', "^": "^"}
_BARE_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
_SCHEMES = frozenset({"HTTP", "HTTPS", "FTP"})
_NOT_PLAIN = frozenset({"AGENT", "BEGIN", "END", "VERSION"})
_READ_ALREADY = frozenset({"QUOTED-PRINTABLE", "8BIT", "7BIT"})

Parameters = Mapping[str, tuple[str, ...]]
NO_PARAMETERS: Parameters = {}


@dataclass(frozen=True, slots=True)
class Head:
    """A head: name and parameters in upper case, and how the value is encoded, which is no longer among these.

    ``oddity`` says in words what was wrong with it. A plain one is that of a property whose value is as it stands.
    """

    name: str
    group: str
    parameters: Parameters
    is_quoted_printable: bool = False
    charset: str = ""
    oddity: str = ""
    is_plain: bool = False


def split_line(line: str) -> tuple[Head | None, str]:
    """Return the head of a content line and its raw value; None, and the whole line, if it is no content line."""
    text, colon, value = line.partition(":")
    oddity = ""
    if '"' in text:
        if whole := _WITH_QUOTES.match(line):
            text, value = whole[0][:-1], line[whole.end() :]
        else:
            text, oddity = text.replace('"', ""), "A quotation mark is not closed."
    if not colon:
        return None, line
    head = known_head(text, oddity) if len(text) <= MAX_KNOWN_HEAD else _read(text, oddity)
    if head is None or (value[:2] == "//" and head.name in _SCHEMES):  # a URL in a text that was folded badly
        return None, line
    if head.is_plain and len(text) <= MAX_KNOWN_HEAD and '"' not in text and head.name not in _SCHEMES:
        if len(PLAIN_HEADS) >= MAX_KNOWN_HEADS:
            PLAIN_HEADS.clear()
        PLAIN_HEADS[text] = head
    return head, value


def _read(text: str, oddity: str) -> Head | None:
    if '"' in text:
        name, *given = _PARAMETERS.findall(_ESCAPED_QUOTES.sub(r'"\1"', text))
    else:
        name, *given = text.split(";")
    group, _, name = name.strip().rpartition(".")
    if not _NAME.fullmatch(name):
        return None
    if len(given) > MAX_PARAMETERS:
        oddity = f"There are more than {MAX_PARAMETERS} parameters."
    parameters = _parameters(given[:MAX_PARAMETERS]) if given else {}
    encoding = next(iter(parameters.get("ENCODING", ())), "").upper()
    charset = next(iter(parameters.pop("CHARSET", ())), "")
    if encoding in _READ_ALREADY:
        del parameters["ENCODING"]
    name, is_quoted = name.upper(), encoding == "QUOTED-PRINTABLE"
    is_plain = not is_quoted and not oddity and name not in _NOT_PLAIN
    return Head(name, group, parameters or NO_PARAMETERS, is_quoted, charset, oddity, is_plain)


known_head = lru_cache(maxsize=MAX_KNOWN_HEADS)(_read)
PLAIN_HEADS: dict[str, Head] = {}
"""Known heads that end at the first colon, by their text: those of plain properties, which most lines are."""


def _parameters(given: list[str]) -> dict[str, tuple[str, ...]]:
    parameters: dict[str, list[str]] = {}
    for each in given:
        name, is_named, value = each.partition("=")
        name = name.strip().upper()
        if not is_named:
            if not name:
                continue
            name, value = ("ENCODING" if name in _BARE_ENCODINGS else "TYPE"), each.strip()
        parameters.setdefault(name or "TYPE", []).extend(_values(name, value))
    return {name: tuple(values) for name, values in parameters.items() if values}


def _values(name: str, value: str) -> list[str]:
    """Return the values of a parameter. Programs quote the types of a value together."""
    if '"' in value:
        values = _VALUES.findall(value)
        if name == "TYPE":
            values = value.replace('"', "").split(",")
        value = "".join(values)
        values = [each.replace('"', "") for each in values]
    else:
        values = value.split(",")
    if "^" in value:
        values = [_CARET.sub(lambda match: _CARETS[match[1]], each) for each in values]
    return [each for each in values if each]
