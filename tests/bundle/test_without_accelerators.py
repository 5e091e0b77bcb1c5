"""Every function runs from an artifact without accelerators, so a release stays possible when one of them breaks."""

from __future__ import annotations

import json

import pytest

from local.stand_in import StandIn
from tests.bundle.conftest import Invocation, Invoke
from tests.bundle.journey import ANSWERS, VISITS, WITHOUT_ROUTES, Journey, Sample
from tools.bundle.patching.registry import NAMES
from tools.template import Template

NOT_IN_THE_JOURNEY = sorted(ANSWERS.keys() - VISITS.keys())


@pytest.fixture(scope="module")
def without() -> frozenset[str]:
    return frozenset(NAMES)


@pytest.fixture(scope="module")
def journey(invoke: Invoke, sample: Sample, aws: StandIn, template: Template) -> dict[str, list[Invocation]]:
    return Journey(invoke, sample, aws, template).walk(VISITS)


@pytest.mark.parametrize("name", VISITS)
def test_a_step_of_the_journey_succeeds(journey: dict[str, list[Invocation]], name: str) -> None:
    statuses = {invocation.answer["statusCode"] for invocation in journey[name]}
    assert statuses == {VISITS[name].status}


@pytest.mark.parametrize("name", NOT_IN_THE_JOURNEY)
def test_a_function_answers_its_sample_event(invoke: Invoke, sample: Sample, name: str) -> None:
    assert invoke(name, sample(name)).answer["statusCode"] == ANSWERS[name]


def test_a_function_works_over_botocore_as_well(invoke: Invoke, sample: Sample) -> None:
    event = sample("auth.register")
    event["body"] = json.dumps({"email": "botocore@example.com", "password": "violet tram over the river"})
    assert invoke("auth.register", event, AWS_TRANSPORT="botocore").answer["statusCode"] == 201


def test_every_function_is_tried(journey: dict[str, list[Invocation]], template: Template) -> None:
    tried = {*journey, *NOT_IN_THE_JOURNEY}
    assert {f"functions.{name}.handler" for name in tried} == {each.handler for each in template.functions.values()}
    assert tried == {*ANSWERS, *WITHOUT_ROUTES}


def test_its_dependencies_are_what_was_installed(journey: dict[str, list[Invocation]]) -> None:
    """The other tests would prove nothing if an accelerator were still applied."""
    (created, _) = journey["contacts.create"]
    assert {"opentelemetry", "botocore.client", "html", "phonenumbers.shortnumberinfo"} <= created.modules
    assert created.patterns
