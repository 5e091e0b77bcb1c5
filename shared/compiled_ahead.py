"""What Python would compile whenever a function starts: regular expressions, and methods of dataclasses.

``re`` compiles patterns and ``dataclasses`` the methods that it writes whenever a module is imported: together a third
of a cold start. An artifact has both compiled, in tables by their source: two accelerators of
``tools/bundle/patching``, ``patterns`` and ``methods``, make them. So they are what they would be anyway, and what no
table has is compiled as ever.

This is imported before everything else, and imports next to nothing itself.
"""

# No annotations import from __future__ here: what is run by ``exec`` inherits it, and the methods would have it, too.
import _sre  # type: ignore[import-not-found]
import marshal
import os
from importlib.util import MAGIC_NUMBER
from re import _compiler  # type: ignore[attr-defined]
from typing import Any

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
"""The artifact's. ``pathlib`` would do, but compiles patterns when it is imported."""
PATTERNS = "compiled_patterns.bin"
"""``PATTERNS_MAGIC``, and marshalled: by pattern and flags, what else the engine makes a pattern of, marshalled."""
PATTERNS_MAGIC = MAGIC_NUMBER + _sre.MAGIC.to_bytes(4, "little")
METHODS = "compiled_methods.bin"
"""The magic number of the bytecode (PEP 3147), and marshalled: code, marshalled, by its source."""


def use_compiled() -> None:
    """Let ``re`` and ``dataclasses`` use the tables; there are none but in an artifact."""
    use_compiled_patterns()  # first, since importing ``dataclasses`` compiles some
    use_compiled_methods()


def use_compiled_patterns(table: str = PATTERNS) -> None:
    """Let ``re`` take patterns from a table."""
    compiled = _read(table, PATTERNS_MAGIC)
    compile_pattern: Any = _compiler.compile

    def look_up(pattern: Any, flags: int = 0) -> Any:
        made = compiled.get((pattern, flags))
        return _sre.compile(pattern, *marshal.loads(made)) if made else compile_pattern(pattern, flags)

    if compiled:
        vars(_compiler)["compile"] = look_up


def use_compiled_methods(table: str = METHODS) -> None:
    """Let ``dataclasses`` take methods, which it writes as source, from a table."""
    import dataclasses

    compiled = _read(table, MAGIC_NUMBER)

    def execute(source: str, module: dict[str, Any], names: dict[str, Any]) -> None:
        code = compiled.get(source)
        exec(marshal.loads(code) if code else source, module, names)

    if compiled:
        vars(dataclasses)["exec"] = execute  # the name that it looks up to run what it has written


def _read(name: str, magic: bytes) -> dict[Any, bytes]:
    """Return what a table holds, by source: nothing when it is not there, or for another Python (by its ``magic``)."""
    try:
        with open(os.path.join(FOLDER, name), "rb") as file:  # noqa: PTH118, PTH123
            content = file.read()
    except FileNotFoundError:
        return {}
    if not content.startswith(magic):
        return {}
    held: dict[Any, bytes] = marshal.loads(memoryview(content)[len(magic) :])
    return held
