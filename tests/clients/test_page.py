"""docs/clients.md is of the versions that are run now, and of the generators that have a journey."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from tests.clients.__main__ import DOCUMENT, GENERATORS, HERE, LINTERS
from tests.clients.page import PAGE, clients_page, versions


def test_the_page_is_of_the_versions_that_are_run(root: Path) -> None:
    page = (root / PAGE).read_text(encoding="utf-8")
    for name in (*(each.name for each in GENERATORS), *LINTERS):
        assert f"| {name} | {versions()[name]} | " in page, "bash .ci/clients"


def test_every_journey_belongs_to_a_generator() -> None:
    journeys = {path.name for path in (HERE / "journeys").iterdir() if path.suffix in {".py", ".ts"}}
    assert journeys == {each.journey for each in GENERATORS} | {"mailbox.ts", "__init__.py"}


def test_what_a_generator_cannot_do_is_written_down() -> None:
    said = {
        "openapi-python-client": "WARNING parsing POST /x.\n\nUnsupported content type text/csv\n",
        "orval": "generated/orval.ts(1,1): error TS2322: no",
        "openapi-typescript": "done",
    }
    python, orval, typescript = [line for line in clients_page(said).splitlines() if "| works |" in line]
    assert "it leaves `text/csv` out" in python
    assert "a type error" in orval
    assert typescript.endswith("| nothing |")


def test_redocly_is_told_of_all_operations_that_only_send_browsers_on() -> None:
    """It asks each of the others for a success."""
    told = yaml.safe_load((HERE / ".redocly.lint-ignore.yaml").read_text(encoding="utf-8"))
    paths = json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    without_success = {
        f"#/paths/{path.replace('/', '~1')}/{method}/responses"
        for path, operations in paths.items()
        for method, operation in operations.items()
        if not any(status.startswith("2") for status in operation["responses"])
    }
    assert told == {"../../docs/openapi.json": {"operation-2xx-response": sorted(without_success)}}
