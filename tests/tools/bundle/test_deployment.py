"""An artifact is another one for every change of the deployment, so that aliases get a version of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools.bundle.deployment import STAMP, stamp_template_digest


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    project = tmp_path / "project"
    project.mkdir()
    for name in ("template.yaml", "samconfig.toml"):
        shutil.copy(root / name, project)
    return project


def stamped(project: Path) -> str:
    artifact = project / "artifact"
    artifact.mkdir(exist_ok=True)
    stamp_template_digest(project, artifact)
    return (artifact / STAMP).read_text(encoding="ascii")


def test_the_same_deployment_has_the_same_stamp(project: Path) -> None:
    assert stamped(project) == stamped(project)


@pytest.mark.parametrize("name", ["template.yaml", "samconfig.toml"])
def test_a_changed_parameter_is_another_artifact(project: Path, name: str) -> None:
    before = stamped(project)
    path = project / name
    path.write_text(path.read_text(encoding="utf-8").replace("INFO", "ERROR").replace("DEBUG", "ERROR"), "utf-8")
    assert stamped(project) != before


def test_no_parameter_can_be_read_from_a_stamp(project: Path) -> None:
    """A SentryDsn, say."""
    assert len(stamped(project).strip()) == 64
