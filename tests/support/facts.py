"""The facts that the tests of all endpoints need about each one: ``FACTS`` in ``tests/functions/<area>/<verb>.py``.

An example, for an endpoint that needs a token and a verified address::

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

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.support.scenarios import Scenario
from tests.support.use_cases import UseCase

FUNCTIONS = Path(__file__).parents[1] / "functions"


class Family(Enum):
    """Functions that load the same modules and work alike. The one named here represents them in instruction counts."""

    READING = "contacts.get"
    LISTING = "contacts.list"
    SEARCHING = "contacts.suggest"
    WRITING = "contacts.create"
    PROFILE = "profile.get"
    PROFILE_WRITING = "profile.update"
    PICTURES = "profile.upload_avatar"
    SIGNING_IN = "auth.login"
    REFRESHING = "auth.refresh"
    SIGNING_UP = "auth.register"
    PUBLIC = "system.health"
    MAILING = "streams.send_mail"
    TASKS = "queues.run_tasks"
    RELAYING = "streams.relay_changes"
    SNAPSHOTS = "streams.take_snapshots"


class Moment(Enum):
    """The point in the journey through the artifact at which a function is called; within one, the order is by name."""

    SIGNING_IN = 0
    """The beginning of the journey, and what changes credentials, or deletes the account; tests/bundle names them."""
    CREATING = 1
    USING = 2
    DELETING = 3
    LEAVING = 4
    """The token is good for contacts only from then on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The sample event, sent once with each query by an account with a contact. All responses have the same status.

    ``body`` makes the members of the sample's body that need ids, from those of path parameters; there are also
    ``other_contact_id``, and the entity tags of both contacts as they were created (``contact_etag`` and so on).
    ``gives``: the path parameter, such as ``contact_id``, that takes the id in the response in later visits; if the
    response has a ``url``, its file is known as ``url_file``. ``takes``: the path parameters that take something else
    than their name says. ``keeps`` returns what else of the response later visits refer to, by name.
    """

    status: int
    queries: tuple[Mapping[str, str], ...] = ({},)
    moment: Moment = Moment.USING
    gives: str = ""
    takes: Mapping[str, str] = field(default_factory=dict)
    body: Callable[[Mapping[str, str]], Mapping[str, Any]] | None = None
    keeps: Callable[[Any], Mapping[str, str]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointFacts:
    """The facts of a function.

    ``sample_answer``: the status of the response to its sample event if there is no account; None without a route.
    ``anonymous``: its routes need no token.
    ``journey``: its visit by somebody who is signed in; None if that makes no difference.
    ``use_cases``: what docs/faults.md tries with every fault; empty only if ``asks_nobody``.
    ``scenarios``: the outcomes whose database requests have a budget.
    """

    family: Family
    sample_answer: int | None
    anonymous: bool = False
    journey: Visit | None = None
    use_cases: tuple[UseCase, ...] = ()
    asks_nobody: bool = False
    scenarios: tuple[Scenario, ...]


class NoFactsError(Exception):
    """A module of facts declares none; the message names it."""


@cache
def facts_of_functions() -> Mapping[str, EndpointFacts]:
    """Return the facts of every function that has some, by name (``contacts.get``). Raises NoFactsError."""
    names = sorted(
        f"{path.parent.name}.{path.stem}"
        for path in FUNCTIONS.glob("*/*.py")
        if path.stem != "__init__" and not path.stem.startswith("test_")
    )
    return {name: _facts(name) for name in names}


def all_use_cases() -> tuple[UseCase, ...]:
    """Return the use cases of all functions."""
    return tuple(use_case for facts in facts_of_functions().values() for use_case in facts.use_cases)


def all_scenarios() -> tuple[Scenario, ...]:
    """Return the scenarios of all functions."""
    return tuple(scenario for facts in facts_of_functions().values() for scenario in facts.scenarios)


def _facts(name: str) -> EndpointFacts:
    facts = getattr(import_module(f"tests.functions.{name}"), "FACTS", None)
    if not isinstance(facts, EndpointFacts):
        where = f"tests/functions/{name.replace('.', '/')}.py"
        raise NoFactsError(f"{where} declares no FACTS = EndpointFacts(...): see tests/support/facts.py")
    return facts
