"""One outcome of a request to a route, or of an invocation of a function without one, and what leads to it.

The cost of a scenario has a budget (``tests/budgets``). Arrangements and requests are taken from use cases where there
are any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.faults.world import World
from tests.support.arrangements import NO_CONTACT, UNVERIFIED, VERIFIED, let_limits_fill_up
from tests.support.use_cases import Act, Step, UseCase, request

More = dict[str, Any]
"""Further parts of a request: ``json_body``, ``headers``, ``query``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """An act, after its arrangement.

    ``route`` is a route of the template, or the name of a function without one. ``outcome`` begins with the status of
    the response, and says what distinguishes several outcomes with one status. The two together name the budget.
    """

    route: str
    outcome: str
    arranged: tuple[Step, ...] = ()
    act: Act

    @property
    def name(self) -> str:
        return f"{self.route}: {self.outcome}"


def of(
    route: str, outcome: str, *arranged: Step, path: str = "", signed_in: bool = True, more: More | None = None
) -> Scenario:
    """Return a scenario of a request to a route, whose path may name what the world knows: ``{contact}``."""
    method, _, template_path = route.partition(" ")
    target = path or template_path.replace("{contact_id}", "{contact}")
    act = request(method, target, signed_in=signed_in, **more or {})
    return Scenario(route=route, outcome=outcome, arranged=arranged, act=act)


def like(use_case: UseCase, route: str, outcome: str) -> Scenario:
    """Return the scenario that does what the use case does."""
    arranged = (*use_case.arranged, let_limits_fill_up)
    return Scenario(route=route, outcome=outcome, arranged=arranged, act=use_case.act)


def strangers(route: str, *, more: More | None = None) -> tuple[Scenario, Scenario]:
    """Return the scenarios without a token and with an expired one."""
    path = path_of(route)
    expired = of(route, "401, expired", *VERIFIED, _let_the_token_expire, path=path, more=more)
    return of(route, "401", path=path, signed_in=False, more=more), expired


def refused(route: str, *, more: More | None = None) -> tuple[Scenario, ...]:
    """Return the scenario of an unverified address, and those of ``strangers``."""
    return of(route, "403", *UNVERIFIED, path=path_of(route), more=more), *strangers(route, more=more)


def malformed(route: str) -> tuple[Scenario, Scenario]:
    """Return the scenarios of a body that is not JSON, and of invalid JSON content; both without a token."""
    no_json = of(route, "400", signed_in=False, more={"body": "{", "content_type": "application/json"})
    return no_json, of(route, "422", signed_in=False, more={"json_body": {"email": 1}})


def path_of(route: str) -> str:
    """Return a path of a route, with ids that do not exist."""
    return re.sub(r"\{\w+\}", NO_CONTACT, route.partition(" ")[2])


def _let_the_token_expire(world: World) -> None:
    world.wait(timedelta(minutes=31))
