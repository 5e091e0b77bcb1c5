"""The requests that each outcome of each route costs, counted where they leave the process."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path

from tests.faults.network import Call
from tests.faults.world import World, world
from tests.support.facts import all_scenarios
from tests.support.scenarios import Scenario


def calls_of(here: World, scenario: Scenario) -> list[Call]:
    """Carry out a scenario in an empty world, and return its calls of AWS and Cloudinary."""
    for step in scenario.arranged:
        step(here)
    here.network.clear()
    outcome = scenario.act(here)
    if outcome.answer is not None:
        assert scenario.outcome.startswith(str(outcome.answer.status)), (scenario.name, outcome.answer.text)
    return here.network.calls


def database_requests(calls: list[Call]) -> int:
    """Return the number of calls of DynamoDB. Reads of keys from SSM, once in five minutes, are not counted."""
    return sum(call.service == "DynamoDB" for call in calls)


def measured_requests(root: Path) -> dict[str, float]:
    """Return the number of DynamoDB requests of every scenario, by its name."""
    measured: dict[str, float] = {}
    with world(root) as here, redirect_stdout(io.StringIO()):  # what the functions log
        empty = here.remember()
        for scenario in all_scenarios():
            here.put_back(empty)
            measured[scenario.name] = database_requests(calls_of(here, scenario))
    return measured
