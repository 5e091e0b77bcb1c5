"""The text of properties: escaped, folded, and encoded as their version of vCard demands."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from shared.domain.cards.texts import is_plain_parameter, without_control_characters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shared.domain.cards.content_lines import Property

LINE_END = "\r\n"
MAX_LINE_OCTETS = 75

_BARE_TYPE = re.compile(r"(?![Xx]-)[A-Za-z0-9-]+", re.ASCII)
_QUOTED = frozenset({"JSCOMPS", "JSPTR"})
"""Parameters that have to be quoted (RFC 9555 section 3.3)."""
_SPELLED = {
    "X-ABLABEL": "X-ABLabel",
    "X-ABSHOWAS": "X-ABShowAs",
    "X-ABADR": "X-ABADR",
}
"""Names that Apple's programs are said to know only in this case."""
_FRAME_STARTS = frozenset("BbEe")
"""How lines begin that readers take for the beginning or end of a card, even within a text."""
_QUOTED_OCTETS = [chr(octet) if 32 <= octet < 127 and octet != ord("=") else f"={octet:02X}" for octet in range(256)]


def content_lines(properties: Iterable[Property], version: str) -> str:
    """Return the content lines of properties, each ended by CRLF."""
    line = _line_of_2_1 if version == "2.1" else content_line
    return "".join([line(each) for each in properties])


def content_line(prop: Property) -> str:
    """Return the folded content line of a property in vCard 3.0 or 4.0, with its CRLF."""
    head = _SPELLED.get(prop.name, prop.name)
    if prop.group:
        head = f"{prop.group}.{head}"
    if prop.parameters:
        head += "".join(map(_parameter_text, prop.parameters.items()))
    value = prop.value if prop.value.isprintable() else _allowed(prop.value)
    line = f"{head}:{value}"
    return line + LINE_END if len(line) <= MAX_LINE_OCTETS and line.isascii() else folded(line)


def folded(line: str) -> str:
    """Return a line as lines of at most 75 octets in UTF-8, each but the first with a blank in front, and CRLFs."""
    if len(line) <= MAX_LINE_OCTETS:
        if line.isascii() or len(line.encode()) <= MAX_LINE_OCTETS:
            return line + LINE_END
    elif line.isascii():
        rest = MAX_LINE_OCTETS - 1
        pieces = [line[start : start + rest] for start in range(MAX_LINE_OCTETS, len(line), rest)]
        return LINE_END.join([line[:MAX_LINE_OCTETS] + "".join([LINE_END + " " + piece for piece in pieces]), ""])
    return _folded_octets(line.encode())


def _folded_octets(octets: bytes) -> str:
    """Return a line folded between characters, never inside one."""
    pieces: list[str] = []
    start, room = 0, MAX_LINE_OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(octets[start:end].decode())
        start, room = end, MAX_LINE_OCTETS - 1
    pieces.append(octets[start:].decode())
    return (LINE_END + " ").join(pieces) + LINE_END


@lru_cache(maxsize=1024)
def _parameter_text(parameter: tuple[str, tuple[str, ...]]) -> str:
    """Return a parameter as it stands behind the name of a property: ``;TYPE=home,fax``."""
    name, values = parameter
    texts = [_quoted(value) for value in values] if name in _QUOTED else map(_parameter, values)
    return f";{name}={','.join(texts)}"


def _parameter(value: str) -> str:
    """Return a value of a parameter, quoted if it has to be."""
    return value if is_plain_parameter(value) else _quoted(value)


def _quoted(value: str) -> str:
    """Return a value of a parameter between quotation marks, encoded as in RFC 6868."""
    value = value.replace("^", "^^").replace("\r\n", "^n").replace("\n", "^n").replace('"', "^'")
    return f'"{_allowed(value)}"'


def _allowed(text: str) -> str:
    """Return a text without control characters, and on one line."""
    return without_control_characters(text).replace("\n", "\\n")


def _line_of_2_1(prop: Property) -> str:
    """Return the content line of a property in vCard 2.1: bare types, quoted-printable, base64 up to an empty line."""
    name = f"{prop.group}.{prop.name}" if prop.group else prop.name
    parameters = ""
    for key, values in prop.parameters.items():
        for value in values:
            is_bare = key == "TYPE" and _BARE_TYPE.fullmatch(value)
            parameters += f";{value.upper()}" if is_bare else f";{key}={_parameter(value)}"
    if "ENCODING" in prop.parameters:
        return folded(f"{name}{parameters}:{_allowed(prop.value)}") + LINE_END
    value = without_control_characters(prop.value)
    if value.isascii() and "\n" not in value and len(name + parameters + value) < MAX_LINE_OCTETS:
        return f"{name}{parameters}:{value}{LINE_END}"
    # The encoding comes first: readers look for it before the first colon, which may be that of a parameter.
    head = f"{name};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE{parameters}:"
    return head + _quoted_printable(value, len(head))


def _quoted_printable(text: str, used: int) -> str:
    """Return a text in quoted-printable, in lines of at most 75 octets after the ``used`` ones of the first."""
    pieces: list[str] = []
    for octet in text.replace("\n", LINE_END).encode():
        piece = _QUOTED_OCTETS[octet]
        if pieces and used + len(piece) >= MAX_LINE_OCTETS:
            pieces.append("=" + LINE_END)
            used = 0
            if piece in _FRAME_STARTS:
                piece = f"={octet:02X}"
        pieces.append(piece)
        used += len(piece)
    return "".join(pieces) + LINE_END
