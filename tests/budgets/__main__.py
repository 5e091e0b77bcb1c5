"""Compares what the service costs with its budgets: ``python -m tests.budgets [--only GROUP] [--set --why REASON]``.

Prints the figures and a sentence for each that is beyond its budget, or far below it, and ends with 1 if there is one.
With ``--set`` those budgets get another entry, with that reason; what is within its budget stays as it is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from bench.cachegrind import ValgrindMissingError, require_valgrind
from bench.instructions import jobs_of_every_function, measure
from bench.measurement import FUNCTIONS
from bench.running import FunctionFailedError
from bench.targets import InstallationError, built_artifact
from tests.budgets.ledger import FILE, RAISE, Ledger
from tests.budgets.memory import memory_ratios, peak_megabytes
from tests.budgets.ratios import REFERENCE, cold_ratios, warm_ratios
from tests.budgets.requests_made import measured_requests
from tests.budgets.sizes import artifact_sizes, function_names, template_sizes
from tools.bundle.build import BuildError
from tools.bundle.bytecode import BytecodeError
from tools.bundle.patching.tree import EditError

ROOT = Path(__file__).parents[2]
CORES = 2
_PYTHON = f"Python {sys.version_info.major}.{sys.version_info.minor}"
"""Of another version everything takes other instructions, and wheels have other sizes."""
COLD, WARM, MEMORY, ARTIFACT = (f"{group}, {_PYTHON}" for group in ("cold", "warm", "memory", "artifact"))

Figures = dict[str, dict[str, float]]
"""Figures by group and name."""


def _instructions(root: Path) -> Figures:
    with built_artifact(root) as artifact:
        counts = measure(list(jobs_of_every_function(artifact)), parallel=CORES)
    names = function_names(root)
    return {COLD: cold_ratios(counts, names), WARM: warm_ratios(counts, names)}


def _memory(root: Path) -> Figures:
    with built_artifact(root) as artifact:
        jobs = [job for job in jobs_of_every_function(artifact) if job.name in {*FUNCTIONS, REFERENCE}]
        return {MEMORY: memory_ratios(peak_megabytes(jobs))}


MEASURES: dict[str, Callable[[Path], Figures]] = {
    "template": lambda root: {"template": template_sizes(root)},
    "artifact": lambda root: {ARTIFACT: artifact_sizes(root)},
    "requests": lambda root: {"requests": measured_requests(root)},
    "instructions": _instructions,
    "memory": _memory,
}


def main(arguments: list[str] | None = None, *, root: Path = ROOT, file: Path = FILE) -> int:
    """Do what the command line asks for; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.budgets", description="Compare costs with their budgets.")
    parser.add_argument("--only", choices=MEASURES, action="append", help="measure this; again for more")
    parser.add_argument("--set", action="store_true", help="change the budgets that do not fit")
    parser.add_argument("--why", default="", help="the reason, which is written beside every changed budget")
    options = parser.parse_args(arguments)
    if options.set and len(options.why.split()) < 2:
        parser.error("--set changes budgets, so --why must give the reason")
    wanted = options.only or list(MEASURES)
    ledger = Ledger.read(file)
    if not options.set and not any(group.endswith(_PYTHON) for group in ledger.groups):
        sys.stderr.write(f"There are no budgets for {_PYTHON}: {RAISE}\n")
        return 1
    try:
        if "instructions" in wanted:
            require_valgrind()
        figures = _measured(root, wanted)
    except (
        ValgrindMissingError,
        BuildError,
        BytecodeError,
        EditError,
        InstallationError,
        FunctionFailedError,
    ) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if options.set:
        today = datetime.now(UTC).date()
        for group, measured in figures.items():
            ledger = ledger.amended(group, measured, on=today, why=options.why)
        file.write_text(ledger.text, encoding="utf-8")
    _show(ledger, figures)
    complaints = [sentence for group in figures for sentence in ledger.complaints(group, figures[group])]
    sys.stdout.writelines(f"{sentence}\n" for sentence in complaints)
    return 1 if complaints else 0


def _measured(root: Path, names: Iterable[str]) -> Figures:
    return {group: measured for name in names for group, measured in MEASURES[name](root).items()}


def _show(ledger: Ledger, figures: Figures) -> None:
    for group, measured in figures.items():
        sys.stdout.write(f"{group:<72}{'measured':>10}{'budget':>10}\n")
        for name, value in measured.items():
            budget = ledger.groups.get(group, {}).get(name)
            sys.stdout.write(f"  {name:<70}{value:>10g}{budget.value if budget else '-':>10}\n")


if __name__ == "__main__":
    sys.exit(main())
