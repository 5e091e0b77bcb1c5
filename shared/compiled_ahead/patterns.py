"""Regular expressions, which ``re`` compiles to code for its engine, ``_sre``."""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import marshal
from importlib.util import MAGIC_NUMBER
from re import _compiler  # type: ignore[attr-defined]
from typing import Any

from shared.compiled_ahead import tables

TABLE = "compiled_patterns.bin"
"""``MAGIC``, then, marshalled, a dict of (pattern, flags) to the engine's other arguments, marshalled."""
MAGIC = MAGIC_NUMBER + _sre.MAGIC.to_bytes(4, "little")


def use_compiled_patterns(table: str = TABLE) -> None:
    """Make ``re`` take patterns from the table, which exists in artifacts only."""
    compiled = tables.read(table, MAGIC)
    compile_pattern: Any = _compiler.compile

    def look_up(pattern: Any, flags: int = 0) -> Any:
        made = compiled.get((pattern, flags))
        return _sre.compile(pattern, *marshal.loads(made)) if made else compile_pattern(pattern, flags)

    if compiled:
        vars(_compiler)["compile"] = look_up
