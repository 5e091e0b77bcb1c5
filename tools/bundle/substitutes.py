"""Rewrites modules of dependencies that bring along what is not used, or look for what does not ship."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path
from types import ModuleType

_LAZY_MAPS = """

_LAZY_MAPS = {maps!r}


def _build_lazy_map(module):
    return _LAZY_MAPS[module.__name__]
"""
_NO_DOCSTRINGS = """
def _nothing(*_, **__):
    return None

ClientMethodDocstring = PaginatorDocstring = WaiterDocstring = _nothing
"""
_UNUSED_OF_PHONE_NUMBERS = {"asyoutypeformatter", "phonenumbermatcher", "shortnumberinfo"}


def substitute(dependencies: Path) -> None:
    """Rewrite them in a folder of installed dependencies."""
    _write_down_lazy_exports(dependencies)
    _leave_out_botocores_documentation(dependencies / "botocore" / "docs")
    _leave_out_finding_phone_numbers(dependencies / "phonenumbers")


def _write_down_lazy_exports(dependencies: Path) -> None:
    """Tell anyio what it exports from where.

    At every import it reads that out of its own source: a fair part of a cold start, and impossible where only bytecode
    ships. What it would find is written down ahead of time.
    """
    importer = dependencies / "anyio" / "_lazyimport.py"
    specification = importlib.util.spec_from_file_location("_lazyimport", importer)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    maps = {name: module._build_lazy_map(_unloaded(name, dependencies)) for name in ("anyio", "anyio.abc")}  # noqa: SLF001
    importer.write_text(importer.read_text(encoding="utf-8") + _LAZY_MAPS.format(maps=maps), encoding="utf-8")


def _unloaded(name: str, dependencies: Path) -> ModuleType:
    """Return a module that says where its source is, and nothing else."""
    module = ModuleType(name)
    module.__file__ = str(dependencies.joinpath(*name.split("."), "__init__.py"))
    return module


def _leave_out_botocores_documentation(docs: Path) -> None:
    """Make the methods of botocore's clients have no docstrings; it would write manuals from the models."""
    for path in docs.rglob("*.py"):
        if path.name != "utils.py":  # the client's hooks are made with it
            path.write_text("", encoding="utf-8")
    (docs / "docstring.py").write_text(_NO_DOCSTRINGS, encoding="utf-8")


def _leave_out_finding_phone_numbers(package: Path) -> None:
    """Make ``import phonenumbers`` load what reads and writes numbers, and not what finds them in texts."""
    for path in (package / "__init__.py", package / "data" / "__init__.py"):
        tree = ast.parse(path.read_bytes())
        tree.body = [statement for statement in tree.body if not _is_for_finding(statement)]
        path.write_text(ast.unparse(tree), encoding="utf-8")


def _is_for_finding(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Assign):
        return ast.unparse(statement.targets[0]) in {"_ALT_NUMBER_FORMATS", "__all__"}
    module = (isinstance(statement, ast.ImportFrom) and statement.module) or ""
    return module in _UNUSED_OF_PHONE_NUMBERS or module.startswith("alt_format_")
