"""Bytecode takes the place of modules."""

from __future__ import annotations

import marshal
import sys
from pathlib import Path

from tools.bundle.patching import stripping
from tools.bundle.patching.tree import Tree


def stripped(path: Path) -> Path:
    """What becomes of a module in a folder."""
    (path / "shared").mkdir()
    (path / "shared" / "module.py").write_text("X = 1\n\nY = X.real\n", encoding="utf-8")
    stripping.apply(Tree(path=path, interpreter=sys.executable))
    return path / "shared"


def test_bytecode_has_lines_and_no_columns(tmp_path: Path) -> None:
    code = marshal.loads((stripped(tmp_path) / "module.pyc").read_bytes()[16:])
    assert {line for line, *_ in code.co_positions() if line} == {1, 3}
    assert {column for *_, column, _ in code.co_positions()} == {None}


def test_sources_are_replaced(tmp_path: Path) -> None:
    assert [path.name for path in stripped(tmp_path).iterdir()] == ["module.pyc"]
