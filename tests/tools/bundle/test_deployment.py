"""An artifact is another one for every change of the deployment, so that aliases get a version of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools.bundle.deployment import MARK, mark


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    project = tmp_path / "project"
    project.mkdir()
    for name in ("template.yaml", "samconfig.toml"):
        shutil.copy(root / name, project)
    return project


def marked(project: Path) -> str:
    artifact = project / "artifact"
    artifact.mkdir(exist_ok=True)
    mark(project, artifact)
    return (artifact / MARK).read_text(encoding="ascii")


def test_the_same_deployment_has_the_same_mark(project: Path) -> None:
    assert marked(project) == marked(project)


@pytest.mark.parametrize("name", ["template.yaml", "samconfig.toml"])
def test_a_changed_parameter_is_another_artifact(project: Path, name: str) -> None:
    before = marked(project)
    path = project / name
    path.write_text(path.read_text(encoding="utf-8").replace("INFO", "ERROR").replace("DEBUG", "ERROR"), "utf-8")
    assert marked(project) != before


def test_no_parameter_can_be_read_from_a_mark(project: Path) -> None:
    """A SentryDsn, say."""
    assert len(marked(project).strip()) == 64
