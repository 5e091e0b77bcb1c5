"""Measures what calls cost as a book grows: ``make bench-scale``, about a quarter of an hour on two cores.

Fills a book with 100, 1,000, 10,000 and 50,000 made-up contacts, and at each size carries out every call, counting its
requests and capacity units, and its instructions. Writes bench/scale.json, in which the figures of other versions of
Python stay; ``python -m bench.report`` makes docs/scale.md and its chart of that.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.cachegrind import ValgrindMissingError, require_valgrind
from bench.growing_book import GrowingBook, growing_book
from bench.instructions import Job, measure
from bench.scale_calls import CountedCall, counted_calls
from bench.scale_page import RESULTS
from bench.targets import ROOT, Artifacts, built_artifacts

SIZES = (100, 1_000, 10_000, 50_000)
Json = dict[str, Any]
Tell = Callable[[str], object]


def measured(root: Path, artifacts: Artifacts, folder: Path, *, tell: Tell) -> Json:
    """Return the figures of every call, by size, announcing each step."""
    calls: Json = {}
    with growing_book(root, artifacts, folder, at_most=SIZES[-1]) as book:
        for size in SIZES:
            tell(f"Filling the book with {size:,} contacts ...")
            book.grow_to(size)
            tell("Counting requests and capacity units ...")
            counted = list(counted_calls(book))
            tell("Counting instructions ...")
            instructions = measure([repeated(book, each, folder) for each in counted])
            for each in counted:
                name = each.call.name
                figures = {**each.figures, "minstructions": round(instructions[name].warm / 1e6, 3)}
                calls.setdefault(name, {})[str(size)] = figures
    return calls


def repeated(book: GrowingBook, counted: CountedCall, folder: Path) -> Job:
    """Return a job that repeats a call with the responses that it got; they are written to ``folder``."""
    call = counted.call
    parameters = json.loads(book.world.snapshot.read_bytes())["parameters"]
    snapshot = folder / f"{call.name}.json"
    snapshot.write_text(json.dumps({"parameters": parameters, "replies": counted.replies}), encoding="utf-8")
    return Job(
        name=call.name,
        artifact=book.artifacts.of(call.function),
        handler=f"functions.{call.function}.handler",
        event=call.event,
        snapshot=snapshot,
        environment=book.world.environments[call.function],
    )


def main() -> int:
    """Measure with the running Python, add that to the results, and return the exit status."""
    try:
        require_valgrind()
    except ValgrindMissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    with built_artifacts(ROOT) as artifacts, TemporaryDirectory() as scratch:
        calls = measured(ROOT, artifacts, Path(scratch), tell=lambda line: print(line, flush=True))
    file = ROOT / RESULTS
    runs = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    runs[f"{sys.version_info.major}.{sys.version_info.minor}"] = {
        "python": platform.python_version(),
        "architecture": platform.machine(),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "calls": calls,
    }
    file.write_text(json.dumps(dict(sorted(runs.items())), indent=2) + "\n", encoding="utf-8")
    print(f"{RESULTS} is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
