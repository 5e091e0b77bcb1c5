"""Measures searches: ``make bench-search [SEED=1,2,3]``, about a quarter of an hour on one core.

Each seed is measured in a process of its own. Writes bench/search.json; ``python -m bench.report`` makes
docs/search-performance.md and its chart of that.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.search.page import RESULTS
from bench.search.running import measured
from bench.search.units import counted

PUBLISHED_SEEDS = (20_261, 20_262, 20_263)
ROOT = Path(__file__).parents[2]
_DIGITS = 4


def main(arguments: Sequence[str]) -> int:
    """Measure each seed, write the results, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description="Measure what searches cost and find.")
    parser.add_argument("--seed", default=",".join(map(str, PUBLISHED_SEEDS)), help="seeds, with commas between them")
    parser.add_argument("--print", action="store_true", help="measure one seed here, and print its figures")
    options = parser.parse_args(arguments)
    seeds = [int(seed) for seed in options.seed.split(",")]
    if options.print:
        print(json.dumps(measured(seeds[0], tell=_tell)))
        return 0
    _tell("Counting read units ...")
    units = counted()
    results = {
        "python": platform.python_version(),
        "architecture": platform.machine(),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "seeds": [_rounded(_in_its_own_process(seed)) for seed in seeds],
        "units": units,
    }
    (ROOT / RESULTS).write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{RESULTS} is written.")
    return 0


def _in_its_own_process(seed: int) -> Any:
    command = [sys.executable, "-m", "bench.search", "--print", "--seed", str(seed)]
    return json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)


def _rounded(value: Any) -> Any:
    """Return figures with as many digits as mean something."""
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list) else value


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
