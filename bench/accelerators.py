"""Measures what each accelerator brings: ``python -m bench.accelerators [NAME ...] [--cold FUNCTION ...]``.

Builds the artifact with all of them, with all but each, and without any; counts the instructions of each; and prints
the table of docs/decisions/0009-a-lean-bundle.md, whose figures stand in the docstrings of ``tools.bundle.patching``,
too. It takes a quarter of an hour.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.cachegrind import ValgrindMissingError, require_valgrind
from bench.instructions import COUNTED_BCRYPT_ROUNDS, jobs_of, measure
from bench.results import size_bytes
from bench.targets import ROOT, Artifacts, built_artifacts
from bench.world import World, inhabited
from tools.bundle.artifacts import Artifact
from tools.bundle.patching.registry import NAMES

GET, CREATE = "contacts.get", "contacts.create"
Figures = Sequence[float]
"""Millions of instructions of a cold start of each function, and of one more GET; kilobytes of the zip file."""


def main(arguments: list[str] | None = None) -> int:
    """Print the table; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.accelerators")
    parser.add_argument("names", nargs="*", choices=[[], *NAMES], metavar="NAME", help="of these alone")
    parser.add_argument("--cold", nargs="+", default=[GET, CREATE], metavar="FUNCTION", help="such as auth.login")
    options = parser.parse_args(arguments)
    try:
        require_valgrind()
    except ValgrindMissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    print("".join(["| ", *(f"| {name} " for name in options.cold), "| one more GET | zip, kB |"]))
    print("|---" + "|---:" * (len(options.cold) + 2) + "|")
    with built_artifacts() as artifacts, TemporaryDirectory() as scratch:
        with inhabited(ROOT, artifacts, Path(scratch), bcrypt_rounds=COUNTED_BCRYPT_ROUNDS) as (_, world):
            pass
        everything = figures(artifacts, world, options.cold)
        print(row("with all of them", everything), flush=True)
        for name in options.names or NAMES:
            with built_artifacts(without=frozenset({name})) as without:
                print(row(f"`{name}`", gain(figures(without, world, options.cold), everything)), flush=True)
        with built_artifacts(without=frozenset(NAMES)) as without:
            print(row("all of them together", gain(figures(without, world, options.cold), everything)))
    return 0


def figures(artifacts: Artifacts, world: World, functions: Sequence[str]) -> Figures:
    """Measure functions, and the common artifact."""
    counts = measure([job for job in jobs_of(artifacts, world) if job.name in {GET, *functions}])
    zipped, _ = size_bytes(artifacts.folders[Artifact.COMMON])
    return [*(counts[name].cold / 1e6 for name in functions), counts[GET].warm / 1e6, zipped / 1e3]


def gain(without: Figures, everything: Figures) -> Figures:
    """Return how much more each figure is without an accelerator."""
    return [more - less for more, less in zip(without, everything, strict=True)]


def row(name: str, values: Figures) -> str:
    """Write a row of the table."""
    *cold, warm, zipped = values
    return "".join([f"| {name} ", *(f"| {value:.1f} " for value in cold), f"| {warm:.3f} | {zipped:.0f} |"])


if __name__ == "__main__":
    sys.exit(main())
