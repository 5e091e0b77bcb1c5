"""Methods of dataclasses that were compiled ahead.

``dataclasses`` writes the methods of each class as source, and compiles it whenever the class is imported: a quarter
of a cold start. An artifact has them compiled (``local/bundle/method_compiler.py``), by their source. So a method is
what it would be anyway; a source that the artifact does not have is compiled as ever.
"""

# No annotations import from __future__ here: what is run by ``exec`` inherits it, and the methods would have it, too.
import dataclasses
import marshal
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parents[1] / "compiled_methods.bin"
"""The magic number of the bytecode (PEP 3147), and marshalled: code, marshalled, by its source."""


def use_compiled_methods(table: Path = TABLE) -> None:
    """Let ``dataclasses`` take methods from the table; there is none but in an artifact."""
    if not table.exists():
        return
    content = table.read_bytes()
    if not content.startswith(MAGIC_NUMBER):
        return
    compiled: dict[str, bytes] = marshal.loads(memoryview(content)[len(MAGIC_NUMBER) :])

    def execute(source: str, module: dict[str, Any], names: dict[str, Any]) -> None:
        code = compiled.get(source)
        exec(marshal.loads(code) if code else source, module, names)

    vars(dataclasses)["exec"] = execute  # the name that it looks up to run what it has written
