"""How an index is stored: as named sections of bytes.

A section of numbers has the lowest byte of each, then the next byte of each, and so on: neighbours are much alike in
their high bytes, so it compresses to half of what it does otherwise.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Sections = Mapping[str, bytes]

COLUMNS = {"revision": "I", "created_at": "q", "updated_at": "q", "kind": "B", "has": "B", "birthday_month": "B"}
"""The members of rows that are kept as numbers, and as which: of 4, 8 and 1 bytes."""


def array_of(code: str, numbers: Iterable[int]) -> array[int]:
    """Return numbers as an array: see ``COLUMNS`` for the codes; H has numbers of 2 bytes."""
    return array(code, numbers)


def zeros(code: str, count: int) -> array[int]:
    """Return so many numbers to be set."""
    numbers = array(code)
    numbers.frombytes(bytes(count * numbers.itemsize))
    return numbers


def section_of(numbers: array[int]) -> bytes:
    """Return the section of some numbers."""
    size, in_order = numbers.itemsize, numbers.tobytes()
    return b"".join([in_order[place::size] for place in range(size)])


def numbers_in(code: str, section: bytes) -> array[int]:
    """Return the numbers of a section."""
    numbers = array(code)
    size, in_order = numbers.itemsize, bytearray(len(section))
    count = len(section) // size
    for place in range(size):
        in_order[place::size] = section[place * count : (place + 1) * count]
    numbers.frombytes(in_order)
    return numbers
