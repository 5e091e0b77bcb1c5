"""Costs that are quick to measure are within their budgets; ``make budgets`` compares the rest."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from bench.measurement import FUNCTIONS
from tests.budgets.__main__ import MEASURES
from tests.budgets.families import representatives
from tests.budgets.forbidden import EVERYWHERE, forbidden_modules, read_forbidden
from tests.budgets.ground import ground
from tests.budgets.ledger import RAISE, Ledger
from tests.budgets.ratios import NOT_WARM
from tests.budgets.requests_made import calls_of
from tests.budgets.sizes import function_names
from tests.faults.world import world
from tests.support.facts import all_scenarios, facts_of_functions
from tools.template import Template

OLD = "bench/results.json was measured before this budget was set: make bench"
MOST_OF_A_REFRESH = 1.2
"""In later requests, as a multiple of what ``profile.get`` takes."""
RUNNING = f"Python {sys.version_info.major}.{sys.version_info.minor}"


@pytest.mark.parametrize("what", ["template", "artifact", "requests"])
def test_it_costs_no_more_than_its_budget(root: Path, what: str) -> None:
    ledger = Ledger.read()
    with ground(root) as here:
        measured = MEASURES[what](here)
    if not set(measured) & set(ledger.groups):
        pytest.skip(f"{', '.join(measured)}: there are budgets for another Python only")
    complaints = [each for group, figures in measured.items() for each in ledger.complaints(group, figures)]
    assert not complaints, "\n".join(complaints)


def test_what_is_published_fits_the_budgets(root: Path, template: Template) -> None:
    published = json.loads((root / "bench" / "results.json").read_text(encoding="utf-8"))
    ledger = Ledger.read()
    routes = {template.functions[route.function_id].handler: route.key for route in template.described_routes}
    python = ".".join(published["environment"]["python"].split(".")[:2])
    for name in FUNCTIONS:
        figures = published[name]
        for group, figure in (("cold", "cold_ratio"), ("warm", "warm_ratio")):
            budget = ledger.groups[f"{group}, Python {python}"].get(name)
            complaint = budget.complaint(figures[figure]) if budget else ""
            assert not complaint, f"{OLD}, or: {complaint}"
        route = routes.get(f"functions.{name}.handler", name)
        allowed = {budget.value for key, budget in ledger.groups["requests"].items() if key.startswith(f"{route}: ")}
        assert figures["dynamodb_requests"] in allowed, f"{name}: {OLD}"
    complaint = ledger.groups[f"artifact, Python {python}"]["zipped MB"].complaint(published["artifact_zip_mb"])
    assert not complaint, f"{OLD}, or: {complaint}"


def test_every_function_has_a_budget_of_instructions(root: Path) -> None:
    """With the Python that runs the tests; with another one, only representatives of families need one."""
    groups = Ledger.read().groups
    kinds = {"cold": set(function_names(root)), "warm": set(function_names(root)) - set(NOT_WARM)}
    for kind, names in kinds.items():
        budgets = {group: set(each) for group, each in groups.items() if group.startswith(f"{kind}, ")}
        assert budgets
        for group, having in budgets.items():
            needed = names if group == f"{kind}, {RUNNING}" else names & representatives()
            assert having <= names, f"{group} has budgets of functions that are no more: {RAISE}"
            assert needed <= having, f"{group} lacks {', '.join(sorted(needed - having))}: {RAISE}"


def test_a_refresh_takes_little_more_than_a_read_of_the_profile() -> None:
    """It is the most frequent call of an account: one more request, and two tokens."""
    warm = Ledger.read().groups.get(f"warm, {RUNNING}")
    if warm is None:
        pytest.skip("there are budgets for another Python only")
    assert warm["auth.refresh"].value <= MOST_OF_A_REFRESH * warm["profile.get"].value


def test_a_function_that_asks_nobody_makes_no_call(root: Path) -> None:
    with world(root) as here:
        for name, facts in facts_of_functions().items():
            for scenario in facts.scenarios if facts.asks_nobody else ():
                assert calls_of(here, scenario) == [], name


def test_no_two_outcomes_have_the_same_name() -> None:
    names = [scenario.name for scenario in all_scenarios()]
    assert len(set(names)) == len(names)


def test_who_is_refused_by_the_token_alone_costs_no_request() -> None:
    budgets = Ledger.read().groups["requests"]
    refused = [scenario.name for scenario in all_scenarios() if scenario.outcome in {"401", "401, expired"}]
    assert {budgets[name].value for name in refused} == {0}


def test_what_is_forbidden_is_forbidden_to_somebody_and_exists(root: Path) -> None:
    """No function would ever load a module whose name is misspelt."""
    functions = function_names(root)
    somebody = {EVERYWHERE, *functions, *(name.partition(".")[0] for name in functions)}
    assert set(read_forbidden()) <= somebody
    for modules in read_forbidden().values():
        assert [module for module in modules if not _exists(module)] == []
        assert all(len(why.split()) >= 2 for why in modules.values())


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # nor has it the package
        return False


def test_a_module_is_forbidden_everywhere_to_an_area_or_to_a_function() -> None:
    forbidden = {
        EVERYWHERE: {"boto3": "too large"},
        "contacts": {"bcrypt": "slow"},
        "contacts.get": {"phone": "unused"},
    }
    loaded = frozenset({"boto3", "bcrypt", "phone", "json"})
    assert forbidden_modules("contacts.get", loaded, forbidden) == [
        "contacts.get loads boto3: too large",
        "contacts.get loads bcrypt: slow",
        "contacts.get loads phone: unused",
    ]
    assert len(forbidden_modules("contacts.list", loaded, forbidden)) == 2
    assert len(forbidden_modules("contactsx.list", loaded, forbidden)) == 1
