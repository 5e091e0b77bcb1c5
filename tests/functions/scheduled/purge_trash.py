"""What the tests know of the schedule that purges the trash."""

from __future__ import annotations

from datetime import timedelta

from functions.scheduled import purge_trash
from tests.faults.world import World
from tests.support.arrangements import TRASHED
from tests.support.facts import EndpointFacts, Family
from tests.support.scenarios import Scenario, like
from tests.support.use_cases import UseCase, scheduled

NAME = "scheduled.purge_trash"


def wait_until_it_is_due(world: World) -> None:
    world.wait(timedelta(days=31))


START = scheduled(purge_trash.handler, "scheduled/purge_trash")
PURGE = UseCase(
    name="start purging the trash (schedule)",
    arranged=(*TRASHED, wait_until_it_is_due),
    act=START,
    in_steps="the message, then the operation",
)

FACTS = EndpointFacts(
    family=Family.TASKS,
    sample_answer=None,
    use_cases=(PURGE,),
    scenarios=(
        like(PURGE, NAME, "a book with something due"),
        Scenario(route=NAME, outcome="nothing is due", act=START),
    ),
)
