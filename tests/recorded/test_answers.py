"""Faster code, or other dependencies, answer the same: status, headers and body, and the same lines in the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.targets import Artifacts, place_artifacts
from tests.recorded.replaying import ANSWERS, Recorded, RecordedWorld, ServedWorld, differences, replay, served
from tools.template import load_template

WORLD = RecordedWorld.read()
RECORDED: dict[str, Recorded] = json.loads(ANSWERS.read_bytes())


@pytest.fixture(scope="module")
def artifacts(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Artifacts:
    return place_artifacts(tmp_path_factory.mktemp("artifacts"), root)


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedWorld]:
    with served(WORLD, tmp_path_factory.mktemp("recorded")) as aws:
        yield aws


@pytest.mark.parametrize("name", WORLD.events)
def test_a_function_answers_as_recorded(artifacts: Artifacts, root: Path, aws: ServedWorld, name: str) -> None:
    """If it is meant to answer something else now: ``python -m tests.recorded``, and read the difference."""
    assert differences(replay(WORLD, artifacts, root, aws, name), RECORDED[name]) == []


def test_every_function_is_recorded(root: Path) -> None:
    """If one is missing: ``python -m tests.recorded --world``."""
    handlers = {each.handler for each in load_template(root / "template.yaml", {"Stage": "local"}).functions.values()}
    assert handlers == {f"functions.{name}.handler" for name in RECORDED}


def test_hundreds_of_requests_are_recorded() -> None:
    assert sum(len(each["answers"]) for each in RECORDED.values()) >= 300
