"""Compilation of an artifact ahead of time.

Lambda's /var/task is read-only, and the file times in a deployment package are not the real ones. Bytecode that Python
checks against its source would therefore always be rejected, and compiled again in every cold start. Bytecode that
Python never checks (PEP 552, unchecked-hash) is used as it is; it must come from the same minor version of Python.

Column positions (PEP 657) are left out: they take a quarter of the bytecode, and tracebacks still show the line.
``tools/bundle/patching/stripping.py`` decides what else is left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

TASK_ROOT = "/var/task"
"""Where Lambda puts an artifact; tracebacks show this path."""


class BytecodeError(Exception):
    """A module of the artifact does not compile."""


def find_interpreter(python: str, named: str | None = None) -> str | None:
    """Return an interpreter of the minor version ``python``: ``named``, or else the running one or one on PATH."""
    candidates = [named] if named else [sys.executable, shutil.which(f"python{python}")]
    answers = (_ask(candidate, python) for candidate in candidates if candidate)
    return next((executable for version, executable in answers if version == python), None)


def compile_modules(tree: Path, interpreter: str, folders: Iterable[str] = (".",)) -> None:
    """Compile every module in these folders of ``tree``, and put the bytecode beside it. Raises BytecodeError."""
    places = [str(tree / folder) for folder in folders]
    _start(interpreter, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash",
           "-s", str(tree), "-p", TASK_ROOT, *places)  # fmt: skip


def run(interpreter: str, program: ModuleType, *arguments: str) -> None:
    """Run a module that needs only the standard library. Raises BytecodeError if it fails."""
    _start(interpreter, str(program.__file__), *arguments)


def _start(interpreter: str, *arguments: str) -> None:
    process = subprocess.run(
        [interpreter, "-P", "-W", "ignore", "-X", "no_debug_ranges", *arguments],
        env={**os.environ, "PYTHONHASHSEED": "0"},  # the same sources give the same bytes
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if process.returncode:
        raise BytecodeError(process.stdout + process.stderr)


def _ask(interpreter: str, python: str) -> tuple[str, str]:
    """Return the version and the real path of an interpreter, or empty strings if it does not start."""
    question = "import sys; print('%d.%d' % sys.version_info[:2], sys.executable)"
    try:
        process = subprocess.run(
            [interpreter, "-I", "-c", question],
            env={**os.environ, "PYENV_VERSION": python},  # pyenv's shims on PATH start the version named here
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    except OSError:
        return "", ""
    version, _, executable = process.stdout.strip().partition(" ")
    return version, executable
