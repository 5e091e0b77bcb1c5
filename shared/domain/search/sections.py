"""How an index is stored: as named sections of bytes. Numbers are in the byte order of the machine, little endian."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Sections = Mapping[str, bytes]

COLUMNS = {"revision": "I", "created_at": "q", "updated_at": "q", "kind": "B", "has": "B", "birthday_month": "B"}
"""The members of rows that are kept as numbers, and as which: of 4, 8 and 1 bytes."""


def array_of(code: str, numbers: Iterable[int]) -> array[int]:
    """Return numbers as they are stored: see ``COLUMNS`` for the codes."""
    return array(code, numbers)


def zeros(code: str, count: int) -> array[int]:
    """Return so many numbers to be set."""
    numbers = array(code)
    numbers.frombytes(bytes(count * numbers.itemsize))
    return numbers


def numbers_in(code: str, section: bytes) -> array[int]:
    """Return the numbers of a section."""
    numbers = array(code)
    numbers.frombytes(section)
    return numbers
