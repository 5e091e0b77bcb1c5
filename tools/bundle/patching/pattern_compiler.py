"""Compile regular expressions for an artifact; see ``shared/compiled_ahead.py``.

The interpreter that they are for runs this program, which may import only the standard library:
``python pattern_compiler.py PATTERNS TABLE``. PATTERNS is JSON, see ``used_patterns``.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import json
import marshal
import sys
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from re import _compiler  # type: ignore[attr-defined]
from types import SimpleNamespace
from typing import Any


def compile_patterns(patterns: Path, table: Path) -> None:
    """Write the table. Raises re.error for text that is not a pattern in this version of Python."""
    vars(_compiler)["_sre"] = SimpleNamespace(**{**vars(_sre), "compile": _arguments})
    made: dict[tuple[str | bytes, int], bytes] = {}
    for each in json.loads(patterns.read_text(encoding="utf-8")):
        pattern = each["pattern"].encode("latin-1") if each["is_bytes"] else each["pattern"]
        arguments: Any = _compiler.compile(pattern, each["flags"])
        made[pattern, each["flags"]] = marshal.dumps(arguments)
    table.write_bytes(MAGIC_NUMBER + _sre.MAGIC.to_bytes(4, "little") + marshal.dumps(made))


def _arguments(_: Any, flags: int, code: list[int], *groups: Any) -> tuple[Any, ...]:
    """Return the engine's arguments other than the pattern, with the code as plain integers, not named constants."""
    return int(flags), [int(each) for each in code], *groups


if __name__ == "__main__":
    compile_patterns(Path(sys.argv[1]), Path(sys.argv[2]))
