"""Counts instructions with Valgrind, which come out the same every time, whatever else the machine does.

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
    """There is no Valgrind on this machine."""


def require_valgrind() -> None:
    """Raise ValgrindMissingError, which says how to get it, unless it is there."""
    if shutil.which("valgrind") is None:
        raise ValgrindMissingError(
            "Instructions are counted with Valgrind, which is not installed: apt-get install valgrind"
        )


def count(function: Function, events: Sequence[Event], *, times: int, folder: Path) -> int:
    """Return the instructions of a process that hands the events to a function, so many times.

    From the start of the interpreter to the last answer; ``folder`` is for the counts. Raises FunctionFailedError.
    """
    output = folder / "cachegrind.out"
    call(function, events, times=times, under=(
        "valgrind", "--quiet", "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={output}",
    ))  # fmt: skip
    return instructions_in(output.read_text(encoding="utf-8", errors="replace"))


def instructions_in(output: str) -> int:
    """Return the total of an output file. Raises ValueError when it has none."""
    found = _SUMMARY.search(output)
    if found is None:
        raise ValueError("Cachegrind's file has no summary")
    return int(found.group(1))
