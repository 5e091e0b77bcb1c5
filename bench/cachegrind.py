"""Counts instructions with Valgrind: the result is the same every time, whatever else the machine is doing.

https://valgrind.org/docs/manual/cg-manual.html
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from bench.events import Event
from bench.running import Function, call

_SUMMARY = re.compile(r"^summary: (\d+)", re.MULTILINE)


class ValgrindMissingError(Exception):
    """Valgrind is not installed on this machine."""


def require_valgrind() -> None:
    """Raise ValgrindMissingError, which says how to install Valgrind, if it is missing."""
    if shutil.which("valgrind") is None:
        raise ValgrindMissingError(
            "Instructions are counted with Valgrind, which is not installed: apt-get install valgrind"
        )


def count(function: Function, events: Sequence[Event], *, times: int, folder: Path) -> int:
    """Return the instructions of a process that passes the events to a function, this many times.

    Counted from the start of the interpreter to the last response; the counts are written to ``folder``. Raises
    FunctionFailedError.
    """
    output = folder / "cachegrind.out"
    call(function, events, times=times, under=(
        "valgrind", "--quiet", "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={output}",
    ))  # fmt: skip
    return instructions_in(output.read_text(encoding="utf-8", errors="replace"))


def instructions_in(output: str) -> int:
    """Return the total in an output file. Raises ValueError if it has none."""
    found = _SUMMARY.search(output)
    if found is None:
        raise ValueError("Cachegrind's file has no summary")
    return int(found.group(1))
