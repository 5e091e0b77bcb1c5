"""Methods of dataclasses, which ``dataclasses`` generates as source code and compiles."""

# No `from __future__ import annotations` here: code run by `exec` inherits it, and so would the methods.
import dataclasses
import marshal
from importlib.util import MAGIC_NUMBER
from typing import Any

from shared.compiled_ahead import tables

TABLE = "compiled_methods.bin"
"""The magic number of the bytecode (PEP 3147), then, marshalled, a dict of source to marshalled code."""


def use_compiled_methods(table: str = TABLE) -> None:
    """Make ``dataclasses`` take methods from the table, which exists in artifacts only."""
    compiled = tables.read(table, MAGIC_NUMBER)

    def execute(source: str, module: dict[str, Any], names: dict[str, Any]) -> None:
        code = compiled.get(source)
        exec(marshal.loads(code) if code else source, module, names)

    if compiled:
        vars(dataclasses)["exec"] = execute  # the name it looks up to run the generated source
