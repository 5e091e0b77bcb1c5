"""Places in files, from which somebody reads on who has read what is before them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """Where somebody goes on to read a file who has read the beginning of it before, without reading that again.

    The text from the byte ``offset`` on is in this ``encoding``. It begins within what follows the first ``before``
    lines (values, in JSON) of the file; from there on, so many are ``passed`` over.
    """

    offset: int = 0
    before: int = 0
    passed: int = 0
    encoding: str = ""


BEGINNING = Place()
AFTER_ALL = 1 << 40
"""The number of a line after the last one of any file."""


@dataclass(slots=True)
class Bookmark:
    """Goes through a file with its reader: after each card, ``place`` is that of the next one.

    A reader begins where the bookmark is; its source begins at the offset of that place.
    """

    place: Place = BEGINNING
