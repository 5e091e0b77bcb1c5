"""What the tests know of the schedule that erases accounts."""

from __future__ import annotations

from datetime import timedelta

from functions.scheduled import erase_accounts
from tests.faults.world import World
from tests.support.arrangements import DELETED
from tests.support.facts import EndpointFacts, Family
from tests.support.scenarios import Scenario, like
from tests.support.use_cases import Outcome, UseCase

NAME = "scheduled.erase_accounts"


def wait_until_it_is_due(world: World) -> None:
    world.wait(timedelta(days=7))


def let_it_settle(world: World) -> None:
    world.wait(timedelta(hours=2))


def run(world: World) -> Outcome:
    try:
        report = world.run(erase_accounts.handler, world.event("scheduled/erase_accounts"))
    except Exception as error:  # noqa: BLE001 - Lambda calls the function again
        return Outcome(f"the function fails {type(error).__name__}")
    return Outcome("left to the next run" if report["postponed"] else "done")


CLOSE = UseCase(
    name="erase an account (schedule)",
    arranged=(*DELETED, wait_until_it_is_due),
    act=run,
    in_steps="account and book, then all that is left of them",
)
FINISH = UseCase(
    name="erase what was written meanwhile (schedule)",
    arranged=(*CLOSE.arranged, run, let_it_settle),
    act=run,
    in_steps="all that is left, then the tombstone",
)

FACTS = EndpointFacts(
    family=Family.TASKS,
    sample_answer=None,
    use_cases=(CLOSE, FINISH),
    scenarios=(
        like(CLOSE, NAME, "an account that is due"),
        like(FINISH, NAME, "an account that has settled"),
        Scenario(route=NAME, outcome="nothing is due", act=run),
    ),
)
