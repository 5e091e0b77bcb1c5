"""Every use case, with a fault at every call that it makes to the outside.

The use cases are tested apart from each other, by several processes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.faults.experiment import Clean, findings_of, without_faults
from tests.faults.kinds import PROBLEM_TYPES
from tests.faults.page import heading, introduction, section
from tests.faults.world import World, world
from tests.support.facts import all_use_cases, facts_of_functions
from tests.support.use_cases import UseCase

USE_CASES = all_use_cases()
OUT_OF_DATE = "docs/faults.md is out of date: make faults"


@pytest.fixture(scope="module")
def here(root: Path) -> Iterator[World]:
    with world(root) as here:
        yield here


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "faults.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def clean(here: World) -> Sequence[Clean]:
    """Return what all use cases do without faults."""
    empty = here.remember()
    clean = []
    for use_case in USE_CASES:
        clean.append(without_faults(here, use_case))
        here.put_back(empty)
    return clean


def apart(use_case: UseCase) -> object:
    return pytest.param(use_case, id=use_case.name, marks=pytest.mark.xdist_group(f"faults: {use_case.name}"))


@pytest.mark.parametrize("use_case", [apart(each) for each in USE_CASES])
def test_whatever_fails_the_answer_is_right_and_trying_again_is_safe(here: World, page: str, use_case: UseCase) -> None:
    findings = findings_of(here, use_case)
    wrong = [f"{one.position}. {one.call}, {one.kind}: {'; '.join(one.wrong)}" for one in findings if one.wrong]
    assert not wrong, "\n".join(wrong)
    assert section(findings) in page, OUT_OF_DATE


def test_every_function_that_asks_somebody_has_a_use_case(here: World, clean: Sequence[Clean]) -> None:
    assert clean
    deployed = {function.handler for function in here.template.functions.values()}
    asks_nobody = {f"functions.{name}.handler" for name, facts in facts_of_functions().items() if facts.asks_nobody}
    assert here.handlers == deployed - asks_nobody, "use_cases or asks_nobody in tests/functions/<area>/<verb>.py"


def test_every_kind_of_fault_has_been_met_by_somebody(clean: Sequence[Clean]) -> None:
    met = {kind.name for each in clean for _, kind in each.faults}
    assert met >= {kind.name for kind in PROBLEM_TYPES}


def test_the_page_has_the_section_of_every_use_case_and_no_other(clean: Sequence[Clean], page: str) -> None:
    assert page.startswith(introduction(sum(len(list(each.faults)) for each in clean))), OUT_OF_DATE
    headings = [line.removeprefix("## ") for line in page.splitlines() if line.startswith("## ")]
    assert headings == [heading(use_case.name) for use_case in USE_CASES], OUT_OF_DATE
