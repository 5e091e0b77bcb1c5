"""Write docs/faults.md: ``make faults``."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path

from tests.faults.experiment import findings_of
from tests.faults.page import faults_page
from tests.faults.world import world
from tests.support.facts import all_use_cases

ROOT = Path(__file__).parents[2]

if __name__ == "__main__":
    with world(ROOT) as here, redirect_stdout(io.StringIO()):  # what the functions log
        found = [finding for use_case in all_use_cases() for finding in findings_of(here, use_case)]
    (ROOT / "docs" / "faults.md").write_text(faults_page(found), encoding="utf-8")
