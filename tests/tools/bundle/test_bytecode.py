from __future__ import annotations

import importlib.util
import marshal
import sys
from pathlib import Path

import pytest

from tools.bundle.bytecode import BytecodeError, compile_modules, find_interpreter, replace_modules

RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def interpreter(tmp_path: Path) -> Path:
    """A program that answers as an interpreter of Python 3.99 would, wherever it is called by that name."""
    path = tmp_path / "python3.99"
    path.write_text(f"#!/bin/sh\necho 3.99 {path}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_the_running_interpreter_compiles_for_itself() -> None:
    assert find_interpreter(RUNNING) == sys.executable


def test_another_version_is_looked_for_on_the_path(interpreter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(interpreter.parent), prepend=":")
    assert find_interpreter("3.99") == str(interpreter)


def test_a_named_interpreter_is_the_only_candidate(interpreter: Path) -> None:
    assert find_interpreter("3.99", named=str(interpreter)) == str(interpreter)
    assert find_interpreter(RUNNING, named=str(interpreter)) is None


def test_an_interpreter_that_does_not_start_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "python3.99"
    broken.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert find_interpreter("3.99") is None
    assert find_interpreter("3.99", named=str(tmp_path / "absent")) is None


def test_a_module_that_does_not_compile_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def", encoding="utf-8")
    with pytest.raises(BytecodeError, match=r"broken\.py"):
        replace_modules(tmp_path, sys.executable)


def test_bytecode_has_lines_and_no_columns(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("X = 1\n\nY = X.real\n", encoding="utf-8")
    replace_modules(tmp_path, sys.executable)
    code = marshal.loads((tmp_path / "module.pyc").read_bytes()[16:])
    assert {line for line, *_ in code.co_positions() if line} == {1, 3}
    assert {column for *_, column, _ in code.co_positions()} == {None}


def test_what_ships_with_its_source_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "module.py").write_text("X = 1\n", encoding="utf-8")
    compile_modules(tmp_path, sys.executable, ["shared"])
    assert (tmp_path / "shared" / "module.py").exists()
    assert Path(importlib.util.cache_from_source(str(tmp_path / "shared" / "module.py"))).exists()


def test_what_ships_without_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("X = 1\n", encoding="utf-8")
    replace_modules(tmp_path, sys.executable)
    assert [path.name for path in tmp_path.iterdir()] == ["module.pyc"]
