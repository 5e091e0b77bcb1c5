"""What is in the artifact, and what is not."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import marshal
import re
import subprocess
import sys
from pathlib import Path

from bench.targets import Artifacts
from tools.bundle.artifacts import Artifact
from tools.bundle.certificates import WRITTEN
from tools.bundle.contents import PACKAGES, STAND_INS
from tools.bundle.patching.aws_models import AWS_OPERATIONS

UNCHECKED_HASH = (1).to_bytes(4, "little")
"""The flags of PEP 552 for hash-based bytecode that is never checked against its source."""


def test_all_bytecode_is_used_as_it_is(artifact: Path) -> None:
    """It is made by the running interpreter, which does not check its source."""
    modules = list(artifact.rglob("*.pyc"))
    assert len(modules) > 600
    for module in modules:
        assert module.read_bytes()[:8] == importlib.util.MAGIC_NUMBER + UNCHECKED_HASH, module


def test_every_own_module_ships_but_for_fakes(artifacts: Artifacts, root: Path) -> None:
    artifact = artifacts.folders[Artifact.ACCOUNTS]
    shipped = {path.relative_to(artifact) for package in PACKAGES for path in (artifact / package).rglob("*.pyc")}
    own = {path.relative_to(root) for package in PACKAGES for path in (root / package).rglob("*.py")}
    assert shipped == {
        path.with_suffix(".pyc") for path in own - {path.relative_to(root) for path in root.glob(STAND_INS)}
    }
    for module in shipped:
        source = (root / module).with_suffix(".py").read_bytes()
        assert (artifact / module).read_bytes()[8:16] == importlib.util.source_hash(source), module


def test_bytecode_ships_alone(artifact: Path) -> None:
    assert list(artifact.rglob("*.py")) == list(artifact.rglob("__pycache__")) == []


def test_bytecode_knows_where_lambda_puts_its_source(artifact: Path) -> None:
    for module in ("shared/settings", "fastapi/routing"):
        assert f"/var/task/{module}.py".encode() in (artifact / f"{module}.pyc").read_bytes()


def test_no_bytecode_has_columns(artifact: Path) -> None:
    """They would be a quarter of it."""
    for module in artifact.rglob("*.pyc"):
        positions = marshal.loads(module.read_bytes()[16:]).co_positions()
        assert {column for *_, column, _ in positions} == {None}, module


def test_a_traceback_names_the_file_and_the_line(artifact: Path, root: Path) -> None:
    program = "from shared.web.http.entity_tags import EntityTags; EntityTags.parse('not quoted')"
    process = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, sys.argv[1]); {program}", artifact],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    place = re.search(r'File "/var/task/(.+)", line (\d+), in parse\n', process.stderr)
    assert place is not None, process.stderr
    path, line = place.groups()
    assert path == "shared/web/http/entity_tags.py"
    assert (root / path).read_text(encoding="utf-8").splitlines()[int(line) - 1].strip().startswith("raise ")


def test_the_project_ships_without_its_tests_and_its_tools(artifact: Path) -> None:
    assert (artifact / "functions").is_dir()
    assert (artifact / "shared").is_dir()
    for name in ("tests", "local", "tools", "events", "docs", "template.yaml", "bin"):
        assert not (artifact / name).exists(), name


def test_the_reference_page_is_the_projects_own(artifact: Path) -> None:
    assert (artifact / "shared" / "web" / "pages" / "docs.js").is_file()
    assert not (artifact / "aws_lambda_powertools" / "event_handler").exists()


def test_nothing_ships_that_no_function_imports(artifact: Path) -> None:
    for name in ("boto3", "s3transfer", "dns", "moto", "ministack", "pytest", "uvicorn", "yaml", "pip"):
        assert list(artifact.glob(f"{name}*")) == [], name


def test_botocore_ships_the_services_that_are_used(artifact: Path) -> None:
    shipped = {path.name for path in (artifact / "botocore" / "data").iterdir() if path.is_dir()}
    assert shipped == set(AWS_OPERATIONS)


def test_the_roots_of_aws_ship(artifact: Path, root: Path) -> None:
    assert (artifact / WRITTEN).read_bytes() == (root / WRITTEN).read_bytes()


def test_what_ships_says_which_version_it_is(artifact: Path) -> None:
    """Packages look up each other's versions, as do scanners of deployed functions."""
    shipped = {each.name: each.version for each in importlib.metadata.distributions(path=[str(artifact)])}
    assert {name: importlib.metadata.version(name) for name in shipped} == shipped
    assert {"botocore", "cloudinary", "fastapi", "pydantic", "sentry-sdk", "urllib3"} <= set(shipped)


def test_dependencies_ship_with_the_licences_that_they_name(artifact: Path) -> None:
    for shipped in importlib.metadata.distributions(path=[str(artifact)]):
        named = shipped.metadata.get_all("License-File")
        assert named, shipped.name
        for name in named:
            licence = _licence(shipped, name)
            assert licence, (shipped.name, name)
            assert licence == _licence(importlib.metadata.distribution(shipped.name), name)


def _licence(distribution: importlib.metadata.Distribution, name: str) -> str | None:
    """Return the licence text of this name; its place depends on the version of the metadata (PEP 639)."""
    return distribution.read_text(f"licenses/{name}") or distribution.read_text(name)


def test_no_manual_ships(artifact: Path) -> None:
    assert not re.search(rb"<p>", (artifact / "botocore/data/dynamodb/2012-08-10/service-2.json").read_bytes())
