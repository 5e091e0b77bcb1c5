"""Every use case, with a fault at every call that it makes to the outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.faults.experiment import Finding, findings_of
from tests.faults.kinds import PROBLEM_TYPES
from tests.faults.page import faults_page
from tests.faults.world import World, world
from tests.support.facts import all_use_cases, facts_of_functions
from tests.support.use_cases import UseCase

USE_CASES = all_use_cases()

Found = Callable[[UseCase], tuple[Finding, ...]]


@pytest.fixture(scope="module")
def here(root: Path) -> Iterator[World]:
    with world(root) as here:
        yield here


@pytest.fixture(scope="module")
def found(here: World) -> Found:
    """Return a function that returns the findings of a use case, which are determined once."""
    return cache(lambda use_case: findings_of(here, use_case))


@pytest.mark.parametrize("use_case", USE_CASES, ids=lambda use_case: use_case.name)
def test_whatever_fails_the_answer_is_right_and_trying_again_is_safe(found: Found, use_case: UseCase) -> None:
    findings = found(use_case)
    wrong = [f"{one.position}. {one.call}, {one.kind}: {'; '.join(one.wrong)}" for one in findings if one.wrong]
    assert not wrong, "\n".join(wrong)


def test_every_function_that_asks_somebody_has_a_use_case(here: World, found: Found) -> None:
    for use_case in USE_CASES:
        found(use_case)
    deployed = {function.handler for function in here.template.functions.values()}
    asks_nobody = {f"functions.{name}.handler" for name, facts in facts_of_functions().items() if facts.asks_nobody}
    assert here.handlers == deployed - asks_nobody, "use_cases or asks_nobody in tests/functions/<area>/<verb>.py"


def test_every_kind_of_fault_has_been_met_by_somebody(found: Found) -> None:
    met = {finding.kind for use_case in USE_CASES for finding in found(use_case)}
    assert met >= {kind.name for kind in PROBLEM_TYPES}


def test_the_page_says_what_was_found(found: Found, root: Path) -> None:
    findings = [finding for use_case in USE_CASES for finding in found(use_case)]
    page = (root / "docs" / "faults.md").read_text(encoding="utf-8")
    assert page == faults_page(findings), "docs/faults.md is out of date: make faults"
