"""What the tests know of the schedule that erases accounts."""

from __future__ import annotations

from datetime import timedelta

from functions.scheduled import erase_accounts
from tests.faults.world import World
from tests.support.arrangements import DELETED
from tests.support.facts import EndpointFacts, Family
from tests.support.scenarios import Scenario, like
from tests.support.use_cases import UseCase, scheduled

NAME = "scheduled.erase_accounts"


def wait_until_it_is_due(world: World) -> None:
    world.wait(timedelta(days=7))


def let_it_settle(world: World) -> None:
    world.wait(timedelta(hours=2))


RUN = scheduled(erase_accounts.handler, "scheduled/erase_accounts")
CLOSE = UseCase(
    name="erase an account (schedule)",
    arranged=(*DELETED, wait_until_it_is_due),
    act=RUN,
    in_steps="account and book, then all that is left of them",
)
FINISH = UseCase(
    name="erase what was written meanwhile (schedule)",
    arranged=(*CLOSE.arranged, RUN, let_it_settle),
    act=RUN,
    in_steps="all that is left, then the tombstone",
)

FACTS = EndpointFacts(
    family=Family.TASKS,
    sample_answer=None,
    use_cases=(CLOSE, FINISH),
    scenarios=(
        like(CLOSE, NAME, "an account that is due"),
        like(FINISH, NAME, "an account that has settled"),
        Scenario(route=NAME, outcome="nothing is due", act=RUN),
    ),
)
