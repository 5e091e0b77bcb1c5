"""One outcome of a request to a route, or of a run of a function that has none, and what leads to it.

Arrangements and requests are those of the tests of faults, where there are any.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.faults.use_cases import EMAIL, MAILED, USE_CASES, Act, Step, UseCase, log_in, request
from tests.faults.world import PASSWORD, World

CREDENTIALS = {"email": EMAIL, "password": PASSWORD}
NO_CONTACT = "01JD9Z6M3K8QF5T2V7W4X0Y1R2"


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
    route: str,
    outcome: str,
    *arranged: Step,
    path: str = "",
    signed_in: bool = True,
    more: dict[str, Any] | None = None,
) -> Scenario:
    """A request to a route. Its path may name what the world knows: ``{contact}``."""
    method, _, template_path = route.partition(" ")
    target = path or template_path.replace("{contact_id}", "{contact}")
    act = request(method, target, signed_in=signed_in, **more or {})
    return Scenario(route=route, outcome=outcome, arranged=arranged, act=act)


def like(use_case: str, route: str, outcome: str) -> Scenario:
    """A use case that the tests of faults have."""
    found = use_case_named(use_case)
    return Scenario(route=route, outcome=outcome, arranged=(*found.arranged, let_limits_fill_up), act=found.act)


def use_case_named(name: str) -> UseCase:
    """The use case of that name."""
    (found,) = (each for each in USE_CASES if each.name == name)
    return found


def strangers(route: str, *signed_up: Step, more: dict[str, Any] | None = None) -> tuple[Scenario, Scenario]:
    """Who has no token, and who has one that is over."""
    path = path_of(route)
    expired = of(route, "401, expired", *signed_up, _let_the_token_expire, path=path, more=more)
    return of(route, "401", path=path, signed_in=False, more=more), expired


def path_of(route: str) -> str:
    """A path of a route, of a contact that nobody has."""
    return route.partition(" ")[2].replace("{contact_id}", NO_CONTACT)


def token(world: World) -> str:
    """The access token of whoever signed in."""
    return world.known["access_token"]


def let_limits_fill_up(world: World) -> None:
    """Wait long enough that nobody was counted shortly before, and not so long that a token is over."""
    world.wait(timedelta(minutes=10))


def _let_the_token_expire(world: World) -> None:
    world.wait(timedelta(minutes=31))


def _log_in(world: World) -> None:
    outcome = log_in(world)
    assert outcome.answer is not None
    world.known["access_token"] = outcome.answer.json["access_token"]


UNVERIFIED: tuple[Step, ...] = (*MAILED, _log_in)
