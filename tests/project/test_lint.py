"""What cfn-lint says of the template as it is written, and of what SAM makes of it.

It runs once for all files, since getting ready takes it longer than a file does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from samtranslator.yaml_helper import yaml_parse

from tests.project.expansion import expanded_template

OVERRIDDEN = """
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  One:
    Type: AWS::SQS::Queue
    Properties:
      <<: &slow {DelaySeconds: 5}
      DelaySeconds: 7
"""
MISSING = """
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  One:
    Type: AWS::SQS::Queue
    Properties: {DelaySeconds: {Ref: Nobody}}
"""
EXPANDED: Mapping[str, Mapping[str, str]] = {
    "at once": {},
    "gradual": {"TrafficShift": "Canary10Percent5Minutes"},
}


@pytest.fixture(scope="module")
def lint(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Sequence[str]]:
    """Return what cfn-lint says, with the repository's settings, by file; warnings count."""
    folder = tmp_path_factory.mktemp("templates")
    files = {"overridden": folder / "overridden.yaml", "missing": folder / "missing.yaml"}
    files["overridden"].write_text(OVERRIDDEN, encoding="utf-8")
    files["missing"].write_text(MISSING, encoding="utf-8")
    for name, parameters in EXPANDED.items():
        files[name] = folder / f"{name}.json"
        expanded = expanded_template(root / "template.yaml", parameters)
        files[name].write_text(json.dumps(expanded), encoding="utf-8")
    files["as written"] = root / "template.yaml"
    cfn_lint = Path(sys.executable).with_name("cfn-lint")
    done = subprocess.run(
        [cfn_lint, "--include-checks", "W", "--format", "json", "--", *files.values()],
        cwd=root, env=_without_coverage(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = json.loads(done.stdout)
    return {
        name: [f"{each['Rule']['Id']}: {each['Message']}" for each in found if Path(each["Filename"]) == path]
        for name, path in files.items()
    }


def _without_coverage() -> dict[str, str]:
    """Return the environment, without what makes every Python program note the lines that it runs."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


def test_cfn_lint_finds_what_is_missing(lint: Mapping[str, Sequence[str]]) -> None:
    """Without this, its silence on the others would say nothing."""
    assert [line.partition(":")[0] for line in lint["missing"]] == ["E1020"]


def test_the_template_as_it_is_written_has_no_lint(lint: Mapping[str, Sequence[str]]) -> None:
    """As `sam validate --lint` does, where a warning fails, too."""
    assert lint["as written"] == []


@pytest.mark.parametrize("name", EXPANDED)
def test_the_expanded_template_has_no_lint(lint: Mapping[str, Sequence[str]], name: str) -> None:
    assert lint[name] == []


def test_nothing_notices_that_a_merged_key_is_set_again(lint: Mapping[str, Sequence[str]]) -> None:
    """cfn-lint finds no duplicates where something is merged, which is why our own reader refuses them."""
    assert lint["overridden"] == []
    assert yaml_parse(OVERRIDDEN)["Resources"]["One"]["Properties"] == {"DelaySeconds": 7}
