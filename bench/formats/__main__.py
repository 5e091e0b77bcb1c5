"""Measures reading and writing cards: ``make bench-formats``, some minutes. Writes bench/formats.json."""

from __future__ import annotations

import json
import platform
import sys
from datetime import UTC, datetime

from bench.formats.measuring import ROOT, measured
from bench.formats.page import RESULTS


def main() -> int:
    """Measure, write the results, and return the exit status."""
    figures = measured(lambda line: sys.stderr.write(f"{line}\n"))
    about = {
        "python": platform.python_version(),
        "architecture": platform.machine(),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
    }
    (ROOT / RESULTS).write_text(json.dumps({**about, **figures}, indent=2) + "\n", encoding="utf-8")
    print(f"{RESULTS} is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
