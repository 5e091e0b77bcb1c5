"""Measures the artifacts and the references, and writes bench/results.json: ``make bench``.

See bench/README.md for how it is done, and what the figures do not tell.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.cachegrind import ValgrindMissingError, require_valgrind
from bench.measurement import measured_results
from bench.targets import ROOT, built_artifacts

RESULTS = Path("bench", "results.json")


def main() -> int:
    """Measure, write the results, and return the exit status."""
    try:
        require_valgrind()
    except ValgrindMissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    with built_artifacts(ROOT) as artifacts, TemporaryDirectory() as scratch:
        found = measured_results(ROOT, artifacts, Path(scratch), tell=lambda line: print(line, flush=True))
    (ROOT / RESULTS).write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, figures in found.items():
        if isinstance(figures, dict) and "cold_ratio" in figures:
            print(f"{name:22} cold {figures['cold_ratio']:6.3f}   warm {figures['warm_ratio']:6.3f}   "
                  f"first {figures['first_invoke_cpu_ms']:7.2f} ms   {figures['rss_mb']:5.1f} MB")  # fmt: skip
    print(f"{RESULTS} is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
