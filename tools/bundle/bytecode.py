"""Compiles an artifact ahead of time.

Lambda's /var/task is read-only and a deployment package has no true file times, so bytecode that is checked against its
source is always thrown away, and compiled again by every cold start. Bytecode that is never checked (PEP 552,
unchecked-hash) is used as it is; only the very Python minor that runs it can make it.

Where in a line something stands (PEP 657) is left out: it takes a quarter of the bytecode, and tracebacks have the
line. What else bytecode does without is up to ``tools/bundle/patching/stripping.py``.
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
    """Return an interpreter of the minor version ``python``: ``named``, the running one, or one on PATH."""
    candidates = [named] if named else [sys.executable, shutil.which(f"python{python}")]
    answers = (_ask(candidate, python) for candidate in candidates if candidate)
    return next((executable for version, executable in answers if version == python), None)


def compile_modules(tree: Path, interpreter: str, folders: Iterable[str] = (".",)) -> None:
    """Compile every module in these folders of ``tree``, beside its source. Raises BytecodeError."""
    places = [str(tree / folder) for folder in folders]
    _start(interpreter, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash",
           "-s", str(tree), "-p", TASK_ROOT, *places)  # fmt: skip


def run(interpreter: str, program: ModuleType, *arguments: str) -> None:
    """Run a module that needs nothing but the standard library. Raises BytecodeError when it fails."""
    _start(interpreter, str(program.__file__), *arguments)


def _start(interpreter: str, *arguments: str) -> None:
    process = subprocess.run(
        [interpreter, "-P", "-W", "ignore", "-X", "no_debug_ranges", *arguments],
        env={**os.environ, "PYTHONHASHSEED": "0"},  # equal sources give equal bytes
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if process.returncode:
        raise BytecodeError(process.stdout + process.stderr)


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
