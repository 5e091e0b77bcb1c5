"""What tests of all endpoints have to be told of each: ``FACTS`` in ``tests/functions/<area>/<verb>.py``.

Example, of an endpoint that asks for a token and for a verified address::

    ROUTE = "GET /api/v1/contacts/count"
    COUNT = UseCase(name="count the contacts", arranged=TWO_CONTACTS, act=request("GET", f"{CONTACTS}/count"))

    FACTS = EndpointFacts(
        family=Family.READING,
        sample_answer=401,
        journey=Visit(status=200),
        use_cases=(COUNT,),
        scenarios=(like(COUNT, ROUTE, "200"), *refused(ROUTE)),
    )
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path

from tests.support.scenarios import Scenario
from tests.support.use_cases import UseCase

FUNCTIONS = Path(__file__).parents[1] / "functions"


class Family(Enum):
    """Functions that load the same things and do alike; instructions are counted of the one that is named here."""

    READING = "contacts.get"
    LISTING = "contacts.list"
    WRITING = "contacts.create"
    PROFILE = "profile.get"
    PROFILE_WRITING = "profile.update"
    PICTURES = "profile.upload_avatar"
    SIGNING_IN = "auth.login"
    SIGNING_UP = "auth.register"
    PUBLIC = "system.health"
    MAILING = "streams.send_mail"


class Moment(Enum):
    """When the journey through the artifact comes to a function. Within a moment the order is that of the names."""

    SIGNING_IN = 0
    """The journey's own beginning: tests/bundle/journey.py asks for it by name."""
    CREATING = 1
    USING = 2
    DELETING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The sample event, sent by somebody who is signed in and has a contact: once with each query, with one status.

    ``gives``: the path parameter that the id in the answer is for, in the visits that follow: ``contact_id``.
    """

    status: int
    queries: tuple[Mapping[str, str], ...] = ({},)
    moment: Moment = Moment.USING
    gives: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointFacts:
    """What holds for a function.

    ``sample_answer``: the status that its sample event gets where there is no account; None without a route.
    ``anonymous``: its routes ask for no token.
    ``journey``: what it answers to somebody who is signed in; None where that makes no difference.
    ``use_cases``: what docs/faults.md tries with every fault; none only where ``asks_nobody``.
    ``scenarios``: the outcomes whose requests to the database have a budget.
    """

    family: Family
    sample_answer: int | None
    anonymous: bool = False
    journey: Visit | None = None
    use_cases: tuple[UseCase, ...] = ()
    asks_nobody: bool = False
    scenarios: tuple[Scenario, ...]


class NoFactsError(Exception):
    """A module beside a test declares nothing; the text says which."""


@cache
def facts_of_functions() -> Mapping[str, EndpointFacts]:
    """The facts of every function that has some, by its folder and module: ``contacts.get``. Raises NoFactsError."""
    names = sorted(
        f"{path.parent.name}.{path.stem}"
        for path in FUNCTIONS.glob("*/*.py")
        if path.stem != "__init__" and not path.stem.startswith("test_")
    )
    return {name: _facts(name) for name in names}


def all_use_cases() -> tuple[UseCase, ...]:
    """Those of all functions."""
    return tuple(use_case for facts in facts_of_functions().values() for use_case in facts.use_cases)


def all_scenarios() -> tuple[Scenario, ...]:
    """Those of all functions."""
    return tuple(scenario for facts in facts_of_functions().values() for scenario in facts.scenarios)


def _facts(name: str) -> EndpointFacts:
    facts = getattr(import_module(f"tests.functions.{name}"), "FACTS", None)
    if not isinstance(facts, EndpointFacts):
        where = f"tests/functions/{name.replace('.', '/')}.py"
        raise NoFactsError(f"{where} declares no FACTS = EndpointFacts(...): see tests/support/facts.py")
    return facts
