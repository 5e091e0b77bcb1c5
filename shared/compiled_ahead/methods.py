"""Methods of dataclasses: ``dataclasses`` writes them as source, and compiles that."""

# No annotations import from __future__ here: what is run by ``exec`` inherits it, and the methods would have it, too.
import dataclasses
import marshal
from importlib.util import MAGIC_NUMBER
from typing import Any

from shared.compiled_ahead import tables

TABLE = "compiled_methods.bin"
"""The magic number of the bytecode (PEP 3147), and marshalled: code, marshalled, by its source."""


def use_compiled_methods(table: str = TABLE) -> None:
    """Let ``dataclasses`` take methods from the table; there is none but in an artifact."""
    compiled = tables.read(table, MAGIC_NUMBER)

    def execute(source: str, module: dict[str, Any], names: dict[str, Any]) -> None:
        code = compiled.get(source)
        exec(marshal.loads(code) if code else source, module, names)

    if compiled:
        vars(dataclasses)["exec"] = execute  # the name that it looks up to run what it has written
