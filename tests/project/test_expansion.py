"""The SAM transform, and what of it can be remembered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.project.expansion import SEEN_BY_SAM, expand, expanded_template

Json = dict[str, Any]


def _another(parameter: Json) -> str:
    """Return a value of a parameter that is not its default."""
    default = str(parameter["Default"])
    others = [str(each) for each in parameter.get("AllowedValues", ()) if str(each) != default]
    return others[0] if others else f"{default}1"


@pytest.mark.parametrize("shift", [{}, {"TrafficShift": "Canary10Percent5Minutes"}], ids=["at once", "gradual"])
def test_sam_looks_at_no_other_parameter(root: Path, document: Json, shift: dict[str, str]) -> None:
    template = root / "template.yaml"
    others = {name: _another(each) for name, each in document["Parameters"].items() if name not in SEEN_BY_SAM}
    assert json.loads(expand(template.read_text(encoding="utf-8"), others | shift)) == expanded_template(
        template, shift
    )
    assert len(others) > 20


@pytest.mark.parametrize(
    "seen", [{"TrafficShift": "Linear10PercentEvery1Minute"}, {"CorsOrigins": "https://contacts.example.com"}]
)
def test_sam_looks_at_some(root: Path, seen: dict[str, str]) -> None:
    template = root / "template.yaml"
    assert seen.keys() <= SEEN_BY_SAM
    assert expanded_template(template, seen) != expanded_template(template)
