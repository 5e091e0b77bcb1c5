"""Functions run from an artifact without accelerators, so a release stays possible when one of them breaks.

Accelerators change dependencies and how our modules are compiled, so one function of each family tells for all.
"""

from __future__ import annotations

import json

import pytest

from local.stand_in import StandIn
from tests.bundle.conftest import Invocation, Invoke
from tests.bundle.journey import ANSWERS, VISITS, Journey, Sample
from tests.support.facts import Family
from tools.bundle.patching.registry import NAMES
from tools.template import Template

REPRESENTATIVES = {family.value for family in Family}
VISITED = {name: visit for name, visit in VISITS.items() if name in REPRESENTATIVES}
NOT_VISITED = sorted(name for name in REPRESENTATIVES & ANSWERS.keys() if name not in VISITED)


@pytest.fixture(scope="module")
def without() -> frozenset[str]:
    return frozenset(NAMES)


@pytest.fixture(scope="module")
def journey(invoke: Invoke, sample: Sample, aws: StandIn, template: Template) -> dict[str, list[Invocation]]:
    return Journey(invoke, sample, aws, template).walk(VISITED)


@pytest.mark.parametrize("name", VISITED)
def test_a_step_of_the_journey_succeeds(journey: dict[str, list[Invocation]], name: str) -> None:
    statuses = {invocation.answer["statusCode"] for invocation in journey[name]}
    assert statuses == {VISITED[name].status}


@pytest.mark.parametrize("name", NOT_VISITED)
def test_a_function_answers_its_sample_event(invoke: Invoke, sample: Sample, name: str) -> None:
    assert invoke(name, sample(name)).answer["statusCode"] == ANSWERS[name]


def test_a_function_works_over_botocore_as_well(invoke: Invoke, sample: Sample) -> None:
    event = sample("auth.register")
    event["body"] = json.dumps({"email": "botocore@example.com", "password": "violet tram over the river"})
    assert invoke("auth.register", event, AWS_TRANSPORT="botocore").answer["statusCode"] == 201


def test_every_family_is_tried(journey: dict[str, list[Invocation]]) -> None:
    assert {*journey, *NOT_VISITED} >= REPRESENTATIVES


def test_its_dependencies_are_what_was_installed(journey: dict[str, list[Invocation]]) -> None:
    """The other tests would prove nothing if an accelerator were still applied."""
    (created, _) = journey["contacts.create"]
    assert {"opentelemetry", "botocore.client", "html", "phonenumbers.shortnumberinfo"} <= created.modules
