"""The tables of an artifact. Their ``magic`` identifies the Python they were made for."""

from __future__ import annotations

import marshal
import os
from typing import Any

FOLDER = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120
"""The artifact's folder. ``pathlib`` would be simpler, but compiles patterns when it is imported."""


def read(name: str, magic: bytes) -> dict[Any, bytes]:
    """Return a table's content, by source; empty if there is no table, or it is for another Python."""
    try:
        with open(os.path.join(FOLDER, name), "rb") as file:  # noqa: PTH118, PTH123
            content = file.read()
    except FileNotFoundError:
        return {}
    if not content.startswith(magic):
        return {}
    held: dict[Any, bytes] = marshal.loads(memoryview(content)[len(magic) :])
    return held
