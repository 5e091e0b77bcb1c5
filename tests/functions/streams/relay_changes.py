"""What the tests know of the relay of changes."""

from __future__ import annotations

from functions.streams import relay_changes
from tests.faults.world import World
from tests.support.facts import EndpointFacts, Family
from tests.support.scenarios import like
from tests.support.use_cases import Outcome, UseCase


def relay(world: World) -> Outcome:
    try:
        failures = world.run(relay_changes.handler, world.event("streams/relay_changes"))["batchItemFailures"]
    except Exception as error:  # noqa: BLE001 - Lambda calls the function again, and the alarm sees it
        return Outcome(f"the function fails {type(error).__name__}")
    return Outcome("the record is tried again" if failures else "done")


RELAY = UseCase(name="publish a change (stream)", act=relay)

FACTS = EndpointFacts(
    family=Family.RELAYING,
    sample_answer=None,
    use_cases=(RELAY,),
    scenarios=(like(RELAY, "streams.relay_changes", "a change"),),
)
