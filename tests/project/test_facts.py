"""Every endpoint declares its facts beside its test (``tests/support/facts.py``), and all that apply to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.support.facts import EndpointFacts, Family, facts_of_functions
from tools.template import Template

Routes = dict[str, set[str]]


@pytest.fixture(scope="session")
def routes(template: Template) -> Routes:
    """The routes of every function; those that a stream or a clock starts have none."""
    names = {each.logical_id: name_of(each.handler) for each in template.functions.values()}
    found: Routes = {name: set() for name in names.values()}
    for route in template.described_routes:
        found[names[route.function_id]].add(route.key)
    return found


def name_of(handler: str) -> str:
    return handler.removeprefix("functions.").removesuffix(".handler")


def test_no_endpoint_lacks_a_fact(routes: Routes) -> None:
    facts = facts_of_functions()
    lacking = [sentence for name in routes for sentence in lacks(name, facts.get(name), routes[name])]
    assert not lacking, "\n".join(lacking)


def test_no_facts_are_told_of_what_is_not_deployed(routes: Routes) -> None:
    assert sorted(set(facts_of_functions()) - set(routes)) == []


def lacks(name: str, facts: EndpointFacts | None, routes: set[str]) -> list[str]:
    """Say what is missing, or too much, of the facts of a function with these routes."""
    path = name.replace(".", "/")
    if facts is None:
        return [f"tests/functions/{path}.py is missing: it declares FACTS (tests/support/facts.py)"]
    asking = set() if facts.anonymous else routes
    complaints = {
        f"sample_answer, the status that events/{path}.json gets without an account": routes
        and facts.sample_answer is None,
        "journey, what it answers to somebody who is signed in": asking and facts.journey is None,
        "use_cases, or asks_nobody=True": not facts.use_cases and not facts.asks_nobody,
        "one of use_cases and asks_nobody": facts.use_cases and facts.asks_nobody,
    }
    sentences = [sentence for sentence, applies in complaints.items() if applies]
    return [f"{path}.py lacks {each}" for each in (*sentences, *lacking_scenarios(facts, routes or {name}, asking))]


def lacking_scenarios(facts: EndpointFacts, starts: set[str], asking: set[str]) -> Iterator[str]:
    """Say the same of scenarios: of each start some, with one that has no token where it asks for one."""
    told = {scenario.route for scenario in facts.scenarios}
    without_token = {scenario.route for scenario in facts.scenarios if scenario.outcome == "401"}
    for start in sorted(starts - told):
        yield f"scenarios of {start}"
    for start in sorted(told - starts):
        yield f"the route {start}, of which it has scenarios"
    for start in sorted(asking - without_token):
        yield f"a scenario of {start} without a token, as strangers() and refused() have it"
    for start in sorted(without_token - asking):
        yield f"a token for {start}, of which it has a scenario without one"


def test_who_is_let_in_without_a_token_is_few(routes: Routes) -> None:
    """Of the API proper; pages and health are for everybody."""
    anonymous = {key for name, facts in facts_of_functions().items() if facts.anonymous for key in routes[name]}
    assert {key for key in anonymous if "/api/" in key} == {
        "POST /api/v1/auth/register",
        "POST /api/v1/auth/login",
        "POST /api/v1/auth/login/second-factor",
        "POST /api/v1/auth/login/passkey",
        "POST /api/v1/auth/login/passkey/options",
        "POST /api/v1/auth/refresh",
        "GET /api/v1/auth/providers",
        "GET /api/v1/auth/providers/{name}/start",
        "GET /api/v1/auth/providers/{name}/callback",
        "POST /api/v1/auth/providers/{name}/callback",
        "POST /api/v1/auth/login/provider",
        "GET /api/v1/auth/verify-email",
        "POST /api/v1/auth/verify-email",
        "POST /api/v1/auth/resend-verification",
        "POST /api/v1/auth/forgot-password",
        "GET /api/v1/auth/reset-password",
        "POST /api/v1/auth/reset-password",
        "GET /api/v1/auth/confirm-email",
        "POST /api/v1/auth/confirm-email",
        "GET /api/v1/auth/keep-account",
        "POST /api/v1/auth/keep-account",
        "GET /api/v1/auth/undo-email-change",
        "POST /api/v1/auth/undo-email-change",
        "GET /api/v1/feeds/{file}",
    }


def test_the_function_that_stands_for_a_family_is_one_of_it() -> None:
    facts = facts_of_functions()
    assert {family: facts[family.value].family for family in Family} == {family: family for family in Family}


def test_use_cases_have_names_of_their_own() -> None:
    names = [use_case.name for facts in facts_of_functions().values() for use_case in facts.use_cases]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"sample_answer": None}, "sample_answer, the status that events/contacts/get.json gets without an account"),
        ({"use_cases": ()}, "use_cases, or asks_nobody=True"),
        ({"asks_nobody": True}, "one of use_cases and asks_nobody"),
        ({"journey": None}, "journey, what it answers to somebody who is signed in"),
        ({"scenarios": ()}, "scenarios of GET /api/v1/contacts/{contact_id}"),
    ],
)
def test_what_is_lacking_is_named(changes: dict[str, object], complaint: str) -> None:
    facts = replace(facts_of_functions()["contacts.get"], **changes)  # type: ignore[arg-type]
    said = lacks("contacts.get", facts, {"GET /api/v1/contacts/{contact_id}"})
    assert f"contacts/get.py lacks {complaint}" in said


def test_a_missing_module_is_named() -> None:
    assert lacks("contacts.count", None, set()) == [
        "tests/functions/contacts/count.py is missing: it declares FACTS (tests/support/facts.py)"
    ]
