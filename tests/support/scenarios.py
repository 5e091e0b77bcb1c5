"""One outcome of a request to a route, or of a run of a function that has none, and what leads to it.

What a scenario costs is its budget (``tests/budgets``). Arrangements and requests are those of use cases, where there
are any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.faults.world import World
from tests.support.arrangements import NO_CONTACT, UNVERIFIED, VERIFIED
from tests.support.use_cases import Act, Step, UseCase, request

More = dict[str, Any]
"""What else a request has: ``json_body``, ``headers``, ``query``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is done, after what has to be arranged.

    ``route`` is the template's, or the name of a function without one; ``outcome`` begins with the status that is
    answered, and says what makes the difference where a status has several. The two name the budget.
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
    """A request to a route. Its path may name what the world knows: ``{contact}``."""
    method, _, template_path = route.partition(" ")
    target = path or template_path.replace("{contact_id}", "{contact}")
    act = request(method, target, signed_in=signed_in, **more or {})
    return Scenario(route=route, outcome=outcome, arranged=arranged, act=act)


def like(use_case: UseCase, route: str, outcome: str) -> Scenario:
    """What the use case does."""
    arranged = (*use_case.arranged, _let_limits_fill_up)
    return Scenario(route=route, outcome=outcome, arranged=arranged, act=use_case.act)


def strangers(route: str, *, more: More | None = None) -> tuple[Scenario, Scenario]:
    """Who has no token, and who has one that is over."""
    path = path_of(route)
    expired = of(route, "401, expired", *VERIFIED, _let_the_token_expire, path=path, more=more)
    return of(route, "401", path=path, signed_in=False, more=more), expired


def refused(route: str, *, more: More | None = None) -> tuple[Scenario, ...]:
    """Who has not verified the address, and strangers."""
    return of(route, "403", *UNVERIFIED, path=path_of(route), more=more), *strangers(route, more=more)


def malformed(route: str) -> tuple[Scenario, Scenario]:
    """Who sends what is no JSON, and JSON that means nothing; without a token."""
    no_json = of(route, "400", signed_in=False, more={"body": "{", "content_type": "application/json"})
    return no_json, of(route, "422", signed_in=False, more={"json_body": {"email": 1}})


def path_of(route: str) -> str:
    """A path of a route, of things that nobody has."""
    return re.sub(r"\{\w+\}", NO_CONTACT, route.partition(" ")[2])


def _let_limits_fill_up(world: World) -> None:
    """Wait long enough that nobody was counted shortly before, and not so long that a token is over."""
    world.wait(timedelta(minutes=10))


def _let_the_token_expire(world: World) -> None:
    world.wait(timedelta(minutes=31))
