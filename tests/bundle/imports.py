"""The modules that the bytecode of an artifact imports, anywhere in it."""

from __future__ import annotations

import dis
import marshal
from collections.abc import Iterator
from pathlib import Path
from types import CodeType


def imports_of(artifact: Path) -> Iterator[tuple[str, str]]:
    """Yield pairs of a module and what it imports, including names in modules, which may or may not be modules."""
    for path in artifact.rglob("*.pyc"):
        *packages, name = [part for part in path.relative_to(artifact).parts if part != "__pycache__"]
        importer = ".".join((*packages, name.split(".")[0]))
        for imported in _imports(marshal.loads(path.read_bytes()[16:]), packages):
            yield importer, imported


def has_module(folder: Path, name: str) -> bool:
    """Return whether a folder on Python's path has a module as a file; stubs of compiled ones do not count."""
    path = folder.joinpath(*name.split("."))
    return path.is_dir() or any(any(path.parent.glob(f"{path.name}.{suffix}")) for suffix in ("py", "py[co]", "*so"))


def _imports(code: CodeType, packages: list[str]) -> Iterator[str]:
    instructions = [each for each in dis.get_instructions(code) if each.opname != "EXTENDED_ARG"]
    for level, names, importing in zip(instructions, instructions[1:], instructions[2:], strict=False):
        if importing.opname == "IMPORT_NAME":
            above = packages[: len(packages) - level.argval + 1] if level.argval else []
            module = ".".join((*above, *filter(None, [importing.argval])))
            yield module
            yield from (f"{module}.{name}" for name in names.argval or ())
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _imports(constant, packages)
