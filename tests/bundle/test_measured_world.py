"""What ``make budgets`` and ``make bench`` measure is the same on every day of the year."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bench.fixed_clock import MADE_AT, TODAY
from bench.frozen_aws import frozen_aws
from bench.instructions import COUNTED_BCRYPT_ROUNDS, environment_of, expert_job, jobs_of
from bench.running import Function, call
from bench.targets import Artifacts
from bench.world import BIRTHDAYS_THIS_WEEK, World, inhabited


@pytest.fixture(scope="module")
def world(root: Path, artifacts: Artifacts, tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    with inhabited(root, artifacts, folder, bcrypt_rounds=COUNTED_BCRYPT_ROUNDS) as (_, world):
        return world


def test_the_world_is_made_and_measured_at_one_time(artifacts: Artifacts, world: World) -> None:
    """The expected number of birthdays is found, on their days, and stored items have the fixed time."""
    name = "contacts.birthdays"
    with frozen_aws(world.snapshot) as url:
        environment = {**world.environments[name], **environment_of(url)}
        function = Function(artifact=artifacts.of(name), handler=f"functions.{name}.handler", environment=environment)
        (answer,) = call(function, [world.events[name]]).answers
    found = json.loads(answer["body"])["items"]
    days = [str(TODAY + timedelta(days=number)) for number in range(BIRTHDAYS_THIS_WEEK)]
    assert [each["next_birthday"] for each in found] == days
    assert {each["contact"]["created_at"] for each in found} == {f"{MADE_AT:%Y-%m-%dT%H:%M:%SZ}"}


def test_the_handler_without_frameworks_gives_the_same_answer(artifacts: Artifacts, world: World) -> None:
    """Its figures would say nothing otherwise."""
    ours = next(job for job in jobs_of(artifacts, world) if job.name == "contacts.get")
    answers = []
    with frozen_aws(world.snapshot) as url:
        for job in (ours, expert_job(world)):
            environment = {**job.environment, **environment_of(url)}
            function = Function(artifact=job.artifact, handler=job.handler, environment=environment)
            answers += call(function, [job.event]).answers
    assert answers[1] == answers[0]
    assert list(answers[1]["headers"].items()) == list(answers[0]["headers"].items())


def test_a_browser_comes_back_from_the_provider_with_a_code(artifacts: Artifacts, world: World) -> None:
    """A redirect with an error would look like success; and the token of the provider is verified in the artifact."""
    name = "auth.return_from_provider"
    with frozen_aws(world.snapshot) as url:
        environment = {**world.environments[name], **environment_of(url)}
        function = Function(artifact=artifacts.of(name), handler=f"functions.{name}.handler", environment=environment)
        outcome = call(function, [world.events[name]], times=2)
    assert parse_qs(urlsplit(outcome.answers[0]["headers"]["location"]).query).keys() == {"code", "state"}
    assert "cryptography" in outcome.modules
