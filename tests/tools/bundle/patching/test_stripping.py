"""Bytecode takes the place of what ships without its source, and stands beside what ships with it."""

from __future__ import annotations

import importlib.util
import marshal
import sys
from pathlib import Path

from tools.bundle.patching import stripping
from tools.bundle.patching.tree import Tree


def stripped(path: Path, *folders: str) -> Path:
    """What becomes of a module in a folder."""
    (path / "shared").mkdir()
    (path / "shared" / "module.py").write_text("X = 1\n\nY = X.real\n", encoding="utf-8")
    stripping.apply(Tree(path=path, interpreter=sys.executable, folders=folders))
    return path / "shared"


def test_bytecode_has_lines_and_no_columns(tmp_path: Path) -> None:
    code = marshal.loads((stripped(tmp_path) / "module.pyc").read_bytes()[16:])
    assert {line for line, *_ in code.co_positions() if line} == {1, 3}
    assert {column for *_, column, _ in code.co_positions()} == {None}


def test_what_ships_with_its_source_keeps_it(tmp_path: Path) -> None:
    source = stripped(tmp_path, "shared") / "module.py"
    assert source.exists()
    assert Path(importlib.util.cache_from_source(str(source))).exists()


def test_what_ships_without_is_replaced(tmp_path: Path) -> None:
    assert [path.name for path in stripped(tmp_path).iterdir()] == ["module.pyc"]
