"""Loads precompiled what Python would otherwise compile at every start: the methods of dataclasses.

On import of a module, ``dataclasses`` compiles the methods that it generates: a quarter of a cold start. An artifact
contains them compiled, in a table keyed by their source, which the accelerator ``methods`` of ``tools/bundle/patching``
creates. So the result is the same, and a source that is not in the table is compiled as usual.

This module is imported before everything else, and itself imports next to nothing.
"""

# No `from __future__ import annotations` here: code run by `exec` inherits it, and so would the methods.
import marshal
import os
from importlib.util import MAGIC_NUMBER
from typing import Any

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
"""The artifact's folder. ``pathlib`` would be simpler, but compiles patterns when it is imported."""
METHODS = "compiled_methods.bin"
"""The magic number of the bytecode (PEP 3147), then, marshalled, a dict of source to marshalled code."""


def use_compiled_methods(table: str = METHODS) -> None:
    """Make ``dataclasses`` take methods, which it generates as source code, from a table; only artifacts have one."""
    import dataclasses

    compiled = _read(table, MAGIC_NUMBER)

    def execute(source: str, module: dict[str, Any], names: dict[str, Any]) -> None:
        code = compiled.get(source)
        exec(marshal.loads(code) if code else source, module, names)

    if compiled:
        vars(dataclasses)["exec"] = execute  # the name it looks up to run the generated source


def _read(name: str, magic: bytes) -> dict[Any, bytes]:
    """Return a table's content, by source; empty if there is no table, or its ``magic`` is another Python's."""
    try:
        with open(os.path.join(FOLDER, name), "rb") as file:  # noqa: PTH118, PTH123
            content = file.read()
    except FileNotFoundError:
        return {}
    if not content.startswith(magic):
        return {}
    held: dict[Any, bytes] = marshal.loads(memoryview(content)[len(magic) :])
    return held
