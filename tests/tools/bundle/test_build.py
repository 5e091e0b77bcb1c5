"""How an artifact is built: once for everybody, again when its sources change."""

from __future__ import annotations

import json
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import fastapi.openapi.models
import pytest

from tools.bundle import __main__ as command
from tools.bundle.artifacts import Artifact
from tools.bundle.bill_of_materials import BILL
from tools.bundle.build import Builder, BuildError
from tools.bundle.deployment import STAMP
from tools.bundle.patching import pyjwt_checks
from tools.bundle.patching.registry import NAMES
from tools.bundle.patching.tree import EditError, Tree
from tools.bundle.target import Target

HELLO = ("--function", "HelloFunction")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Return the cache of builds of such a project. To install its dependencies is most of the work of a build."""
    project = project_in(tmp_path_factory.mktemp("built"), root)
    Builder(root=project, target=Target.running(), interpreter=None).place(project / "artifact")
    return project / ".build"


@pytest.fixture
def project(tmp_path: Path, root: Path, built: Path) -> Path:
    """Return a project that has the dependencies of this one installed, and has never been built."""
    project = project_in(tmp_path, root)
    all_but_dependencies = shutil.ignore_patterns("artifact-*", BILL)
    shutil.copytree(built, project / ".build", copy_function=os.link, ignore=all_but_dependencies)
    return project


def project_in(folder: Path, root: Path) -> Path:
    """Make a project with the same dependencies, whose only function says hello."""
    project = folder / "project"
    for package in ("functions", "shared"):
        (project / package / "__pycache__").mkdir(parents=True)
        (project / package / "__init__.py").write_text("", encoding="utf-8")
        (project / package / "__pycache__" / "old.pyc").write_bytes(b"stale")
    (project / "functions" / "hello.py").write_text("GREETING = 'hello'\n", encoding="utf-8")
    for name in (*(artifact.lock for artifact in Artifact), "samconfig.toml", "template.yaml"):
        shutil.copy(root / name, project)
    return project


@pytest.fixture
def builder(project: Path) -> Builder:
    return Builder(root=project, target=Target.running(), interpreter=None)


def test_every_function_gets_the_same_files(builder: Builder, tmp_path: Path) -> None:
    places = [tmp_path / "first", tmp_path / "second"]
    for place in places:
        builder.place(place)
    inodes = {(place / "functions" / "hello.py").stat().st_ino for place in places}
    assert len(inodes) == 1


def test_a_changed_source_is_shipped_and_the_dependencies_are_not_installed_again(
    builder: Builder, tmp_path: Path
) -> None:
    builder.place(tmp_path / "before")
    (builder.root / "functions" / "hello.py").write_text("GREETING = 'good day'\n", encoding="utf-8")
    builder.place(tmp_path / "after")
    assert "good day" in (tmp_path / "after" / "functions" / "hello.py").read_text(encoding="utf-8")
    assert "good day" not in (tmp_path / "before" / "functions" / "hello.py").read_text(encoding="utf-8")
    assert (tmp_path / "before" / "six.py").stat().st_ino == (tmp_path / "after" / "six.py").stat().st_ino


def test_the_artifacts_have_each_their_own_dependencies_and_builds(builder: Builder, tmp_path: Path) -> None:
    hash_of_six = "4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274"
    lock = builder.root / Artifact.CRYPTOGRAPHY.lock
    lock.write_text(f"six==1.17.0 --hash=sha256:{hash_of_six}\n", encoding="utf-8")
    builder.place(tmp_path / "before")
    replace(builder, artifact=Artifact.CRYPTOGRAPHY, without=frozenset(NAMES)).place(tmp_path / "other")
    builder.place(tmp_path / "after")
    assert not (tmp_path / "other" / "fastapi").exists()
    assert (tmp_path / "other" / "functions" / "hello.py").exists()
    assert (tmp_path / "before" / "six.py").stat().st_ino == (tmp_path / "after" / "six.py").stat().st_ino


def test_bytecode_of_the_working_tree_is_not_shipped(builder: Builder, tmp_path: Path) -> None:
    builder.place(tmp_path / "artifact")
    assert list((tmp_path / "artifact").rglob("*.pyc")) == []


def test_without_an_accelerator_a_dependency_is_what_was_installed(builder: Builder, tmp_path: Path) -> None:
    replace(builder, without=frozenset({"fastapi_openapi"})).place(tmp_path / "without")
    builder.place(tmp_path / "with")
    models = "fastapi/openapi/models.py"
    assert (tmp_path / "without" / models).read_bytes() == Path(str(fastapi.openapi.models.__file__)).read_bytes()
    assert (tmp_path / "with" / models).read_bytes() != (tmp_path / "without" / models).read_bytes()


def test_building_without_an_accelerator_leaves_the_whole_build_as_it_is(builder: Builder, tmp_path: Path) -> None:
    for number, names in enumerate([frozenset[str](), frozenset({"time_zones"}), frozenset[str]()]):
        replace(builder, without=names).place(tmp_path / str(number))
    first, without, again = ((tmp_path / name / "six.py").stat().st_ino for name in "012")
    assert first == again != without


def test_an_interrupted_build_is_started_again(builder: Builder, tmp_path: Path) -> None:
    unfinished = builder.root / ".build" / builder.target.key / "with" / "common" / "artifact-unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "half.py").write_text("", encoding="utf-8")
    builder.place(tmp_path / "artifact")
    assert not (tmp_path / "artifact" / "half.py").exists()


def test_several_at_a_time_build_once(builder: Builder, tmp_path: Path) -> None:
    places = [tmp_path / str(number) for number in range(4)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(builder.place, places))
    assert len({(place / "functions" / "hello.py").stat().st_ino for place in places}) == 1


def test_dependencies_that_cannot_be_installed_stop_the_build(builder: Builder, tmp_path: Path) -> None:
    (builder.root / "requirements.txt").write_text("six without a version\n", encoding="utf-8")
    with pytest.raises(BuildError, match="six"):
        builder.place(tmp_path / "artifact")


def test_what_is_there_already_is_not_mixed_with_an_artifact(builder: Builder, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="not empty"):
        builder.place(tmp_path)


def test_without_an_interpreter_of_the_target_the_command_fails_and_says_what_is_missing(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setenv("BUNDLE_PYTHON", str(tmp_path / "absent"))
    assert command.main([*HELLO, "--into", "artifact", "--python", "3.13", "--architecture", "x86_64"]) == 1
    assert "No Python 3.13 was found to compile the artifact" in capsys.readouterr().err
    assert not (project / "artifact").exists()


def test_without_an_interpreter_of_the_target_it_builds_when_it_is_told_to(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setenv("BUNDLE_PYTHON", str(tmp_path / "absent"))
    monkeypatch.setenv("BUNDLE_WITHOUT_BYTECODE", "yes")
    assert command.main([*HELLO, "--into", "artifact", "--python", "3.13", "--architecture", "x86_64"]) == 0
    assert (project / "artifact" / STAMP).is_file()
    assert not list((project / "artifact").rglob("*.pyc"))
    assert list((project / "artifact").glob("pydantic_core/*.cpython-313-x86_64-linux-gnu.so"))


def test_the_command_fails_with_the_reason_of_the_build(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setenv("BUNDLE_PYTHON", sys.executable)
    (project / "requirements.txt").write_text("six without a version\n", encoding="utf-8")
    running = Target.running().python
    assert command.main([*HELLO, "--into", "artifact", "--python", running, "--architecture", "arm64"]) == 1
    assert "six" in capsys.readouterr().err


def test_an_accelerator_that_does_not_fit_stops_the_build_and_the_command_that_it_tells_builds(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def apply(_: Tree) -> None:
        raise EditError("it has changed")

    monkeypatch.chdir(project)
    monkeypatch.setenv("BUNDLE_PYTHON", str(project / "absent"))
    monkeypatch.setenv("BUNDLE_WITHOUT_BYTECODE", "yes")
    monkeypatch.setattr(pyjwt_checks, "apply", apply)
    build = [*HELLO, "--into", "artifact", "--python", "3.13", "--architecture", "arm64"]
    assert command.main(build) == 1
    assert "pyjwt_checks does not fit: it has changed\nUntil that is mended: make build WITHOUT=pyjwt_checks\n" in (
        capsys.readouterr().err
    )
    assert command.main([*build, "--without", "pyjwt_checks"]) == 0


def test_the_command_refuses_an_unknown_accelerator(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(
            [*HELLO, "--into", "artifact", "--python", "3.13", "--architecture", "arm64", "--without", "method"]
        )
    assert "There is no method; there are aws_models, " in capsys.readouterr().err


@pytest.mark.parametrize(("architecture", "platform"), [("arm64", "aarch64"), ("x86_64", "x86_64")])
def test_wheels_are_those_of_lambda_and_not_of_this_machine(architecture: str, platform: str) -> None:
    target = Target(python="3.13", architecture=architecture)
    assert target.wheel_options == ("--python-version", "3.13", "--python-platform", f"{platform}-manylinux_2_28")


def test_the_bill_of_materials_lies_beside_the_artifact_and_names_all_packages_in_it(
    builder: Builder, tmp_path: Path
) -> None:
    builder.place(tmp_path / "artifact")
    (file,) = builder.root.glob(f".build/**/{BILL}")
    components = json.loads(file.read_text("utf-8"))["components"]
    listed = {f"{each['name']}-{each['version']}" for each in components}
    there = {path.name.removesuffix(".dist-info") for path in (tmp_path / "artifact").glob("*.dist-info")}
    assert listed == {name.replace("_", "-").lower() for name in there}
    assert all(
        each.get("hashes") and each.get("licenses") for each in json.loads(file.read_text("utf-8"))["components"]
    )
    assert not list((tmp_path / "artifact").rglob(BILL))
    before = file.read_bytes()
    builder.place(tmp_path / "another")
    assert file.read_bytes() == before


def test_the_bill_of_each_artifact_has_a_version_of_its_own(builder: Builder, tmp_path: Path) -> None:
    """Two of them have the same lock."""
    for artifact in (Artifact.COMMON, Artifact.ACCOUNTS):
        replace(builder, artifact=artifact).place(tmp_path / artifact)
    bills = [json.loads(file.read_text("utf-8")) for file in builder.root.glob(f".build/**/{BILL}")]
    versions = [bill["metadata"]["component"]["version"] for bill in bills]
    assert len({*versions}) == len(versions) == 2
