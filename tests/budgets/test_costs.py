"""What is quick to measure is within its budget. The rest is compared by ``make budgets``."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from bench.measurement import FUNCTIONS
from tests.budgets.__main__ import MEASURES
from tests.budgets.forbidden import EVERYWHERE, forbidden_modules, read_forbidden
from tests.budgets.ledger import Ledger
from tests.budgets.ratios import NOT_WARM
from tests.budgets.sizes import function_names
from tests.support.facts import all_scenarios
from tools.template import Template


@pytest.mark.parametrize("what", ["template", "artifact", "requests"])
def test_it_costs_no_more_than_its_budget(root: Path, what: str) -> None:
    ledger = Ledger.read()
    measured = MEASURES[what](root)
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
            assert budget is None or not budget.complaint(figures[figure]), (name, figure)
        route = routes.get(f"functions.{name}.handler", name)
        allowed = {budget.value for key, budget in ledger.groups["requests"].items() if key.startswith(f"{route}: ")}
        assert figures["dynamodb_requests"] in allowed, name
    sizes = ledger.groups[f"artifact, Python {python}"]
    assert not sizes["zipped MB"].complaint(published["artifact_zip_mb"])


def test_every_function_has_a_budget_of_instructions(root: Path) -> None:
    groups = Ledger.read().groups
    cold = [set(budgets) for group, budgets in groups.items() if group.startswith("cold, ")]
    warm = [set(budgets) for group, budgets in groups.items() if group.startswith("warm, ")]
    assert cold
    assert all(names == set(function_names(root)) for names in cold)
    assert len(warm) == len(cold)
    assert all(names == set(function_names(root)) - set(NOT_WARM) for names in warm)


def test_no_two_outcomes_have_the_same_name() -> None:
    names = [scenario.name for scenario in all_scenarios()]
    assert len(set(names)) == len(names)


def test_who_is_refused_by_the_token_alone_costs_no_request() -> None:
    budgets = Ledger.read().groups["requests"]
    refused = [scenario.name for scenario in all_scenarios() if scenario.outcome in {"401", "401, expired"}]
    assert {budgets[name].value for name in refused} == {0}


def test_what_is_forbidden_is_forbidden_to_somebody_and_exists(root: Path) -> None:
    """A module that is misspelt would be loaded by nobody."""
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
