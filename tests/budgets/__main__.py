"""Compare the costs of the service with its budgets: ``make budgets``.

Prints the figures, and a sentence for each that is above its budget or far below it; exits with 1 if there is one.
With ``--set``, those budgets, and such as are nearly exceeded, get another entry with the given reason, and are listed
at the end; the others stay unchanged.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from bench.cachegrind import ValgrindMissingError, require_valgrind
from bench.instructions import measure
from bench.measurement import FUNCTIONS
from bench.running import FunctionFailedError
from bench.targets import InstallationError
from tests.budgets.families import changed, members, note_counted, own_modules, representatives
from tests.budgets.ground import Ground, ground
from tests.budgets.ledger import FILE, RAISE, Ledger
from tests.budgets.memory import memory_ratios, peak_megabytes
from tests.budgets.ratios import REFERENCE, cold_ratios, warm_ratios
from tests.budgets.requests_made import measured_requests
from tests.budgets.sizes import artifact_sizes, template_sizes
from tools.bundle.build import BuildError
from tools.bundle.bytecode import BytecodeError
from tools.bundle.patching.tree import EditError

ROOT = Path(__file__).parents[2]
CORES = 2
_PYTHON = f"Python {sys.version_info.major}.{sys.version_info.minor}"
"""Another version of Python executes other instructions, and its wheels have other sizes."""
COLD, WARM, MEMORY, ARTIFACT = (f"{group}, {_PYTHON}" for group in ("cold", "warm", "memory", "artifact"))

Figures = dict[str, dict[str, float]]
"""Figures by group and name."""


def _instructions(here: Ground) -> Figures:
    """Count the functions that represent their families and those whose own code has changed, or all."""
    return _counted(here, here.names if here.everything else representatives() | changed(here.loaded))


def _counted(here: Ground, wanted: Iterable[str]) -> Figures:
    names = [name for name in here.names if name in set(wanted)]
    counts = measure(here.chosen(names), parallel=CORES)
    return {COLD: cold_ratios(counts, names), WARM: warm_ratios(counts, names)}


def _memory(here: Ground) -> Figures:
    jobs = [job for job in here.jobs.values() if job.name in {*FUNCTIONS, REFERENCE}]
    return {MEMORY: memory_ratios(peak_megabytes(jobs))}


MEASURES: dict[str, Callable[[Ground], Figures]] = {
    "template": lambda here: {"template": template_sizes(here.root)},
    "artifact": lambda here: {ARTIFACT: artifact_sizes(here.artifacts)},
    "requests": lambda here: {"requests": measured_requests(here.root)},
    "modules": lambda here: {"modules": {name: len(own_modules(name, here.loaded)) for name in here.names}},
    "instructions": _instructions,
    "memory": _memory,
}


def main(arguments: list[str] | None = None, *, root: Path = ROOT, file: Path = FILE) -> int:
    """Carry out the command line; return the exit status."""
    options = _parsed(arguments)
    ledger = Ledger.read(file)
    if not options.set and not any(group.endswith(_PYTHON) for group in ledger.groups):
        sys.stderr.write(f"There are no budgets for {_PYTHON}: {RAISE}\n")
        return 1
    try:
        figures, spared = _figures(root, options, ledger)
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
    before = ledger
    if options.set:
        today = datetime.now(UTC).date()
        for group, measured in figures.items():
            ledger = ledger.amended(group, measured, on=today, why=options.why, spared=spared.get(group, ()))
        file.write_text(ledger.text, encoding="utf-8")
    _show(ledger, figures)
    sys.stdout.writelines(f"Set: {change}\n" for change in ledger.changes_since(before))
    complaints = [
        sentence for group in figures for sentence in ledger.complaints(group, figures[group], spared.get(group, ()))
    ]
    sys.stdout.writelines(f"{sentence}\n" for sentence in complaints)
    return 1 if complaints else 0


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.budgets", description="Compare costs with their budgets.")
    parser.add_argument("--only", choices=MEASURES, action="append", help="measure this; again for more")
    parser.add_argument("--all", action="store_true", help="count the instructions of unchanged functions as well")
    parser.add_argument("--set", action="store_true", help="change the budgets that do not fit")
    parser.add_argument("--why", default="", help="the reason, which is written beside every changed budget")
    options = parser.parse_args(arguments)
    if options.set and len(options.why.split()) < 2:
        parser.error("--set changes budgets, so --why must give the reason, in two words or more")
    return options


def _figures(root: Path, options: argparse.Namespace, ledger: Ledger) -> tuple[Figures, dict[str, list[str]]]:
    """Return the figures, and by group the names whose budgets stay although they may not have been measured."""
    wanted = options.only or list(MEASURES)
    if "instructions" in wanted:
        require_valgrind()
    with ground(root, everything=options.all) as here:
        figures = _measured(here, wanted)
        if options.set and COLD in figures:
            _count_families_anew(here, ledger, figures)
            _note_counted(here, figures)
        return figures, dict.fromkeys((COLD, WARM), here.names)


def _measured(here: Ground, names: Iterable[str]) -> Figures:
    figures: Figures = {}
    for name in names:
        sys.stderr.write(f"measuring: {name}\n")
        figures |= MEASURES[name](here)
    return figures


def _count_families_anew(here: Ground, ledger: Ledger, figures: Figures) -> None:
    """Count the rest of every family whose representative no longer fits its budget: their common code has changed."""
    groups = [group for group in (COLD, WARM) if group in figures]
    moved = {name for group in groups for name in representatives() if not ledger.fits(group, name, figures[group])}
    missing = members(moved) - set(figures.get(COLD, ()))
    if missing:
        sys.stderr.write(f"measuring: instructions of {len(missing)} more, whose family costs something else now\n")
        for group, measured in _counted(here, missing).items():
            figures[group] |= measured


def _note_counted(here: Ground, figures: Figures) -> None:
    note_counted(figures[COLD], here.loaded)


def _show(ledger: Ledger, figures: Figures) -> None:
    for group, measured in figures.items():
        sys.stdout.write(f"{group:<72}{'measured':>10}{'budget':>10}\n")
        for name, value in measured.items():
            budget = ledger.groups.get(group, {}).get(name)
            sys.stdout.write(f"  {name:<70}{value:>10g}{budget.value if budget else '-':>10}\n")


if __name__ == "__main__":
    sys.exit(main())
