"""The records of an LDIF file (RFC 2849): attributes with their values, decoded."""

from __future__ import annotations

import binascii
from base64 import b64decode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shared.domain.cards.bookmarks import AFTER_ALL
from shared.domain.cards.tables.decoding import Decoding, noted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shared.domain.cards.decoding import TextLines

MAX_ATTRIBUTES = 5_000
_BINARY = frozenset({"jpegphoto", "photo"})


@dataclass(slots=True)
class Record:
    """One entry: its distinguished name, the line on which it begins, and its attributes in lower case, in order.

    ``end`` is the line after it. ``odd`` are codes and texts of what could not be read.
    """

    line: int
    end: int = 0
    name: str = ""
    attributes: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    odd: list[tuple[int, str, str]] = field(default_factory=list)

    def values(self, attribute: str) -> list[str]:
        """Return the values of an attribute."""
        return [value for name, value in self.attributes if name == attribute]


def records_of(lines: TextLines) -> Iterator[Record]:
    """Yield the records of a file, folded or not, in UTF-8 or, line by line, Windows-1252."""
    record: Record | None = None
    for number, line in _unfolded(noted(lines, Decoding()), lines.first_number):
        if not line.strip():
            if record:
                record.end = number
                yield record
            record = None
        elif not line.startswith("#"):
            if record is None:
                record = Record(number)
            _add(record, number, line)
    if record:
        record.end = AFTER_ALL
        yield record


def _unfolded(lines: Iterator[str], first_number: int) -> Iterator[tuple[int, str]]:
    """Yield whole lines with the numbers on which they begin: a line that begins with a blank goes on with the last."""
    pieces: list[str] = []
    first = 0
    for number, line in enumerate(lines, first_number):
        if line.startswith(" ") and pieces and pieces[0]:
            pieces.append(line[1:])
            continue
        if pieces:
            yield first, "".join(pieces)
        pieces, first = [line], number
    if pieces:
        yield first, "".join(pieces)


def _add(record: Record, number: int, line: str) -> None:
    name, colon, value = line.partition(":")
    name = name.strip().partition(";")[0].lower()  # options such as ;lang-uk tell languages apart
    if not colon or not name:
        record.odd.append((number, "no_attribute", f"This line has no attribute: {line[:100]}"))
    elif value.startswith("<"):
        record.odd.append((number, "not_fetched", f"{name} is in another file: {value[1:].strip()[:100]}"))
    elif name == "version" and not record.attributes and not record.name:
        return
    elif len(record.attributes) >= MAX_ATTRIBUTES:
        record.odd.append((number, "too_many_attributes", "The rest of this record was left out."))
    elif value.startswith(":"):
        _add_encoded(record, number, name, value[1:])
    else:
        _add_text(record, name, value.removeprefix(" ") if not value.startswith("  ") else value.strip())


def _add_encoded(record: Record, number: int, name: str, value: str) -> None:
    try:
        data = b64decode("".join(value.split()) + "==")
    except (binascii.Error, ValueError):
        record.odd.append((number, "bad_base64", f"{name} is not valid base64, and was taken as it stands."))
        _add_text(record, name, value.strip())
        return
    if name in _BINARY:
        record.pictures.append(data)
        return
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    _add_text(record, name, text.replace("\r\n", "\n").replace("\r", "\n"))


def _add_text(record: Record, name: str, value: str) -> None:
    if name == "dn":
        record.name = record.name or value
    else:
        record.attributes.append((name, value))
