"""What make would run. Nothing is run."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make on PATH")


def make(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["make", "--dry-run", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def folders(root: Path, area: str) -> set[str]:
    """Return the folders whose tests would be run for an area."""
    done = make(root, "test", f"AREA={area}")
    assert done.returncode == 0, done.stderr
    (command,) = (line for line in done.stdout.splitlines() if "-m pytest" in line)
    return {word.rstrip("/") for word in command.split() if word.startswith("tests/")}


def test_the_tests_of_an_area_are_those_in_its_folders_of_every_layer(root: Path) -> None:
    layers = ("functions", "shared/domain", "shared/services", "shared/web")
    assert folders(root, "contacts") == {f"tests/{layer}/contacts" for layer in layers}


def test_an_area_may_be_several_or_a_path(root: Path) -> None:
    assert folders(root, "labels shared/domain contracts") == {
        "tests/functions/labels", "tests/shared/domain", "tests/contracts",
    }  # fmt: skip


def test_every_area_of_functions_has_tests(root: Path) -> None:
    areas = [path.name for path in (root / "functions").iterdir() if (path / "__init__.py").exists()]
    assert areas
    for area in areas:
        assert f"tests/functions/{area}" in folders(root, area)


def test_an_unknown_area_is_an_error_and_not_every_test(root: Path) -> None:
    done = make(root, "test", "AREA=nobody")
    assert done.returncode != 0
    assert "No folder below tests/ is called nobody" in done.stderr
