"""Compiles an artifact ahead of time.

Lambda's /var/task is read-only and a deployment package has no true file times, so bytecode that is checked against its
source is always thrown away, and compiled again by every cold start. Bytecode that is never checked (PEP 552,
unchecked-hash) is used as it is; only the very Python minor that runs it can make it.

This project's modules keep their sources beside it, so that tracebacks show lines. Dependencies ship without. Where in
a line something stands (PEP 657) is left out of both: it takes a quarter of the bytecode, and tracebacks have the line.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from shared.compiled_ahead import methods, patterns
from tools.bundle import method_compiler, pattern_compiler, slim_compiler
from tools.bundle.patterns import USED

TASK_ROOT = "/var/task"
"""Where Lambda puts an artifact; tracebacks show this path."""


class BytecodeError(Exception):
    """A module of the artifact does not compile."""


def find_interpreter(python: str, named: str | None = None) -> str | None:
    """Return an interpreter of the minor version ``python``: ``named``, the running one, or one on PATH."""
    candidates = [named] if named else [sys.executable, shutil.which(f"python{python}")]
    answers = (_ask(candidate, python) for candidate in candidates if candidate)
    return next((executable for version, executable in answers if version == python), None)


def compile_modules(tree: Path, interpreter: str, folders: Iterable[str]) -> None:
    """Compile every module in these folders of ``tree``, beside its source. Raises BytecodeError."""
    _run(interpreter, slim_compiler, str(tree), TASK_ROOT, *folders)


def compile_methods(tree: Path, interpreter: str, folders: Iterable[str] = ()) -> None:
    """Add to the table of ``tree`` what dataclasses write for its classes, or for those in these folders.

    Raises BytecodeError.
    """
    _run(interpreter, method_compiler, str(tree), str(tree / methods.TABLE), *folders)


def compile_patterns(tree: Path, interpreter: str) -> None:
    """Put the regular expressions that functions use into ``tree``. Raises BytecodeError."""
    _run(interpreter, pattern_compiler, str(USED), str(tree / patterns.TABLE))


def replace_modules(tree: Path, interpreter: str) -> None:
    """Put bytecode in the place of every module of ``tree``. Raises BytecodeError."""
    _run(interpreter, slim_compiler, str(tree), TASK_ROOT)


def _run(interpreter: str, program: ModuleType, *arguments: str) -> None:
    process = subprocess.run(
        [interpreter, "-P", "-W", "ignore", "-X", "no_debug_ranges", str(program.__file__), *arguments],
        env={**os.environ, "PYTHONHASHSEED": "0"},  # equal sources give equal bytes
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if process.returncode:
        raise BytecodeError(process.stderr)


def _ask(interpreter: str, python: str) -> tuple[str, str]:
    """Return the version and true path of an interpreter; empty strings for one that does not start."""
    question = "import sys; print('%d.%d' % sys.version_info[:2], sys.executable)"
    try:
        process = subprocess.run(
            [interpreter, "-I", "-c", question],
            env={**os.environ, "PYENV_VERSION": python},  # what pyenv puts on PATH starts the version named here
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    except OSError:
        return "", ""
    version, _, executable = process.stdout.strip().partition(" ")
    return version, executable
