"""The service does what its OpenAPI document says, whatever it is sent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.fuzz.service import Service, unlimited_service
from tools.template import load_template

ALL_PHASES = "examples,coverage,fuzzing,stateful"
QUICK_PHASES = "examples,fuzzing,stateful"
"""Without every value at the edge of what a schema allows: more than a hundred requests for each operation."""
CONFIGURATION = Path(__file__).parent / "schemathesis.toml"
FEW_EXAMPLES = "2"
SEED = "1"


def send_what_it_describes(document: Path, service: Service, folder: Path, *options: str) -> int:
    """Send requests made from the document; return 0 when every answer was as it says. Leaves files in ``folder``."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIGURATION), "run", str(document)),
            *("--url", service.url, "--header", f"Authorization: Bearer {service.token}"),
            *("--generation-database=:memory:", "--continue-on-failure"),
            *options,
        ],
        cwd=folder,
        check=False,
    ).returncode


def test_every_answer_is_as_the_document_says(root: Path, tmp_path: Path) -> None:
    """``MAX_EXAMPLES`` and ``SEED`` make it longer and different: ``make fuzz``."""
    examples, seed = os.environ.get("MAX_EXAMPLES", FEW_EXAMPLES), os.environ.get("SEED", SEED)
    phases = ALL_PHASES if "MAX_EXAMPLES" in os.environ else QUICK_PHASES
    template = load_template(root / "template.yaml", {"Stage": "local"})
    with unlimited_service(template, tmp_path) as service:
        options = ("--phases", phases, "--max-examples", examples, "--seed", seed)
        assert send_what_it_describes(root / "docs" / "openapi.json", service, tmp_path, *options) == 0
