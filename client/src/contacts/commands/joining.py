"""Contacts of all pages joined to one file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

Piece = tuple[bytes, int]
"""A part of a file, and how many contacts are in it."""


def joined_array(contacts: Iterable[Any]) -> Iterator[Piece]:
    """Yield one JSON array, with a line for each contact."""
    opening = "["
    for contact in contacts:
        yield f"{opening}\n{json.dumps(contact, ensure_ascii=False)}".encode(), 1
        opening = ","
    yield (b"\n]\n" if opening == "," else b"[]\n"), 0
