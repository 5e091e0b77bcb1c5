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


def test_an_installation_of_the_sam_cli_that_broke_off_is_made_again(root: Path, tmp_path: Path) -> None:
    shutil.copy(root / "Makefile", tmp_path)
    version, sam = (
        next(line.split()[-1] for line in (root / "Makefile").read_text(encoding="utf-8").splitlines() if name in line)
        for name in ("UV_VERSION :=", "SAM_VERSION :=")
    )
    for path in (f".venv/bin/.uv-{version}", ".venv-sam/bin/sam"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    assert "venv --clear .venv-sam" in make(tmp_path, "validate").stdout, "the program is there, and not the rest"
    (tmp_path / f".venv-sam/.sam-{sam}").touch()
    assert "venv --clear .venv-sam" not in make(tmp_path, "validate").stdout


def test_what_is_missing_for_a_deployment_is_said_before_anything_is_built(root: Path) -> None:
    commands = make(root, "deploy", "STAGE=dev").stdout.splitlines()
    [check] = [place for place, line in enumerate(commands) if "before_deploying dev" in line]
    [build] = [place for place, line in enumerate(commands) if line.endswith("sam build")]
    assert check < build
    assert not any("SAM CLI" in line for line in commands[:check]), "nor is anything installed for it"
