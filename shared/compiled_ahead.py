"""Loads precompiled what Python would otherwise compile at every start: regular expressions and dataclass methods.

On import of a module, ``re`` compiles its patterns and ``dataclasses`` the methods it generates: together a third of a
cold start. An artifact contains both compiled, in tables keyed by their source, which two accelerators of
``tools/bundle/patching`` create: ``patterns`` and ``methods``. So the result is the same, and a source that is in no
table is compiled as usual.

This module is imported before everything else, and itself imports next to nothing.
"""

# No `from __future__ import annotations` here: code run by `exec` inherits it, and so would the methods.
import _sre  # type: ignore[import-not-found]
import marshal
import os
from importlib.util import MAGIC_NUMBER
from re import _compiler  # type: ignore[attr-defined]
from typing import Any

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
"""The artifact's folder. ``pathlib`` would be simpler, but compiles patterns when it is imported."""
PATTERNS = "compiled_patterns.bin"
"""``PATTERNS_MAGIC``, then, marshalled, a dict of (pattern, flags) to the engine's other arguments, marshalled."""
PATTERNS_MAGIC = MAGIC_NUMBER + _sre.MAGIC.to_bytes(4, "little")
METHODS = "compiled_methods.bin"
"""The magic number of the bytecode (PEP 3147), then, marshalled, a dict of source to marshalled code."""


def use_compiled() -> None:
    """Make ``re`` and ``dataclasses`` use the tables, which exist in artifacts only."""
    use_compiled_patterns()  # first, since importing ``dataclasses`` compiles some
    use_compiled_methods()


def use_compiled_patterns(table: str = PATTERNS) -> None:
    """Make ``re`` take patterns from a table."""
    compiled = _read(table, PATTERNS_MAGIC)
    compile_pattern: Any = _compiler.compile

    def look_up(pattern: Any, flags: int = 0) -> Any:
        made = compiled.get((pattern, flags))
        return _sre.compile(pattern, *marshal.loads(made)) if made else compile_pattern(pattern, flags)

    if compiled:
        vars(_compiler)["compile"] = look_up


def use_compiled_methods(table: str = METHODS) -> None:
    """Make ``dataclasses`` take methods, which it generates as source code, from a table."""
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
