"""The locked requirements are what pyproject.toml asks for, one version of everything, with hashes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = {
    "requirements.txt": (),
    "requirements-cryptography.txt": ("cryptography",),
    "requirements-local.txt": ("cryptography", "local"),
    "requirements-dev.txt": ("cryptography", "local", "dev"),
    "client/requirements-dev.txt": ("keyring", "dev"),
    "client/requirements-servers.txt": ("servers",),
}


def project_of(root: Path, lock: str) -> dict[str, Any]:
    with (root / lock).with_name("pyproject.toml").open("rb") as file:
        project: dict[str, Any] = tomllib.load(file)["project"]
    return project


def pins(root: Path, lock: str) -> dict[str, set[str]]:
    """Versions by package: more than one only where a marker decides."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(
        r"^([\w.-]+)==([^\s;\\]+)", (root / lock).read_text(encoding="utf-8"), re.MULTILINE
    ):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_satisfies_what_the_project_asks_for(root: Path, lock: str) -> None:
    project = project_of(root, lock)
    wanted = [*project["dependencies"]]
    for extra in LOCKS[lock]:
        wanted += project["optional-dependencies"][extra]
    locked = pins(root, lock)
    for requirement in map(Requirement, wanted):
        versions = locked[canonicalize_name(requirement.name)]
        assert all(version in requirement.specifier for version in versions), requirement


@pytest.mark.parametrize(("lock", "larger"), [
    ("requirements.txt", "requirements-cryptography.txt"), ("requirements-cryptography.txt", "requirements-local.txt"),
    ("requirements-local.txt", "requirements-dev.txt"),
])  # fmt: skip
def test_what_is_tested_is_what_runs_is_what_ships(root: Path, lock: str, larger: str) -> None:
    versions = pins(root, larger)
    assert {name: versions.get(name) for name in pins(root, lock)} == pins(root, lock)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_hash(root: Path, lock: str) -> None:
    blocks = re.split(r"^(?=\S)", (root / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
    without = [block.split()[0] for block in blocks if re.match(r"[\w.-]+==", block) and "--hash=sha256:" not in block]
    assert without == []
