"""What cfn-lint says of the template as it is written, and of what SAM makes of it.

It runs once for all files, since getting ready takes it longer than a file does, and not at all where it has seen the
same files before: what it said is kept in ``.build/``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version as distribution_version
from pathlib import Path

import pytest
from samtranslator.yaml_helper import yaml_parse

from tests.project.expansion import expanded_template

Lines = Mapping[str, Sequence[str]]
"""What cfn-lint says of each file."""

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
def lint(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Lines:
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
    kept = Kept(root / ".build" / "lint")
    version = f"{distribution_version('cfn-lint')} {distribution_version('aws-sam-translator')}"
    sources = [version.encode(), *(path.read_bytes() for path in (root / ".cfnlintrc.yaml", *files.values()))]
    return kept.of(sources, lambda: _lint(root, files))


class Kept:
    """Results in a folder, of which only the newest is kept, by a digest of what they were made of."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, sources: Sequence[bytes], make: Callable[[], Lines]) -> Lines:
        """Return what was made of these very sources before, or make it."""
        digest = sha256(b"".join(sha256(source).digest() for source in sources)).hexdigest()
        path = self._folder / f"{digest}.json"
        if not path.exists():
            made = make()
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
            unfinished = path.with_suffix(".part")
            unfinished.write_text(json.dumps(made), encoding="utf-8")
            unfinished.replace(path)
        kept: Lines = json.loads(path.read_text(encoding="utf-8"))
        return kept


def _lint(root: Path, files: Mapping[str, Path]) -> Lines:
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


def test_cfn_lint_finds_what_is_missing(lint: Lines) -> None:
    """Without this, its silence on the others would say nothing."""
    assert [line.partition(":")[0] for line in lint["missing"]] == ["E1020"]


def test_the_template_as_it_is_written_has_no_lint(lint: Lines) -> None:
    """As `sam validate --lint` does, where a warning fails, too."""
    assert lint["as written"] == []


@pytest.mark.parametrize("name", EXPANDED)
def test_the_expanded_template_has_no_lint(lint: Lines, name: str) -> None:
    assert lint[name] == []


def test_nothing_notices_that_a_merged_key_is_set_again(lint: Lines) -> None:
    """cfn-lint finds no duplicates where something is merged, which is why our own reader refuses them."""
    assert lint["overridden"] == []
    assert yaml_parse(OVERRIDDEN)["Resources"]["One"]["Properties"] == {"DelaySeconds": 7}


def test_what_was_said_of_the_same_files_is_kept_and_of_others_is_not(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "lint")
    assert kept.of([b"a", b"bc"], lambda: {"a": ["one"]}) == {"a": ["one"]}
    assert kept.of([b"a", b"bc"], lambda: {"a": ["two"]}) == {"a": ["one"]}
    assert kept.of([b"ab", b"c"], lambda: {"a": ["three"]}) == {"a": ["three"]}
    assert kept.of([b"a", b"bc"], lambda: {"a": ["four"]}) == {"a": ["four"]}, "only the newest is kept"
