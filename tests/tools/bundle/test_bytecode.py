from __future__ import annotations

import importlib.util
import marshal
import sys
from pathlib import Path
from typing import Any

import pytest

from tools.bundle.bytecode import BytecodeError, compile_modules, find_interpreter, run
from tools.bundle.patching import stripping_compiler

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
        compile_modules(tmp_path, sys.executable)


def test_a_program_that_fails_tells_why(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def", encoding="utf-8")
    with pytest.raises(BytecodeError, match=r"broken\.py"):
        run(sys.executable, stripping_compiler, str(tmp_path), "/var/task")


def test_bytecode_has_lines_and_no_columns(tmp_path: Path) -> None:
    code = compiled(tmp_path)
    assert {line for line, *_ in code.co_positions() if line} == {1, 3}
    assert {column for *_, column, _ in code.co_positions()} == {None}


def test_bytecode_is_used_without_a_look_at_its_source_and_knows_where_lambda_puts_it(tmp_path: Path) -> None:
    assert compiled(tmp_path).co_filename == "/var/task/shared/module.py"
    source = tmp_path / "shared" / "module.py"
    header = Path(importlib.util.cache_from_source(str(source))).read_bytes()[:16]
    unchecked = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little")
    assert header == unchecked + importlib.util.source_hash(source.read_bytes())


def test_only_the_folders_that_are_named_are_compiled(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.py").write_text("X = 1\n", encoding="utf-8")
    compiled(tmp_path)
    assert len(list(tmp_path.rglob("*.pyc"))) == 1


def compiled(tree: Path) -> Any:
    """The bytecode of a module of the folder ``shared``."""
    (tree / "shared").mkdir()
    module = tree / "shared" / "module.py"
    module.write_text("X = 1\n\nY = X.real\n", encoding="utf-8")
    compile_modules(tree, sys.executable, ["shared"])
    return marshal.loads(Path(importlib.util.cache_from_source(str(module))).read_bytes()[16:])
