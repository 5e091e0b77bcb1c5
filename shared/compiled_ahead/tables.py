"""The tables of an artifact. Their ``magic`` says for which Python they were made."""

from __future__ import annotations

import marshal
import os
from typing import Any

FOLDER = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120
"""The artifact's. ``pathlib`` would do, but compiles patterns when it is imported."""


def read(name: str, magic: bytes) -> dict[Any, bytes]:
    """Return what a table holds, by source: nothing when it is not there, or for another Python."""
    try:
        with open(os.path.join(FOLDER, name), "rb") as file:  # noqa: PTH118, PTH123
            content = file.read()
    except FileNotFoundError:
        return {}
    if not content.startswith(magic):
        return {}
    held: dict[Any, bytes] = marshal.loads(memoryview(content)[len(magic) :])
    return held
