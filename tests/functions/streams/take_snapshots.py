"""What the tests know of the taker of snapshots."""

from __future__ import annotations

from functions.streams import take_snapshots
from tests.faults.world import World
from tests.support.facts import EndpointFacts, Family
from tests.support.scenarios import like
from tests.support.use_cases import Outcome, UseCase


def take(world: World) -> Outcome:
    try:
        world.run(take_snapshots.handler, world.event("streams/take_snapshots"))
    except Exception as error:  # noqa: BLE001 - Lambda calls the function again, and the alarm sees it
        return Outcome(f"the function fails {type(error).__name__}")
    return Outcome("done")


TAKE = UseCase(name="take a snapshot (event)", act=take)

FACTS = EndpointFacts(
    family=Family.SNAPSHOTS,
    sample_answer=None,
    use_cases=(TAKE,),
    scenarios=(like(TAKE, "streams.take_snapshots", "a snapshot"),),
)
