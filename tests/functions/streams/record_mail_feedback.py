"""What the tests know of the consumer of bounces and complaints."""

from __future__ import annotations

import copy

from functions.streams import record_mail_feedback
from tests.faults.world import World
from tests.support.arrangements import MAILED
from tests.support.facts import EndpointFacts, Family
from tests.support.scenarios import Scenario, like
from tests.support.use_cases import Outcome, UseCase

NAME = "streams.record_mail_feedback"


def come_back(world: World) -> Outcome:
    """Let the message bounce; Lambda calls again if the function fails."""
    event = copy.deepcopy(world.event("streams/record_mail_feedback"))
    event["detail"]["mail"]["tags"]["mail_id"] = [world.known.get("mail", "unknown")]
    try:
        world.run(record_mail_feedback.handler, event)
    except Exception as error:  # noqa: BLE001 - Lambda calls the function again
        return Outcome(f"the function fails {type(error).__name__}")
    return Outcome("done")


RECORD = UseCase(name="record a bounce", arranged=MAILED, act=come_back)

FACTS = EndpointFacts(
    family=Family.MAILING,
    sample_answer=None,
    use_cases=(RECORD,),
    scenarios=(like(RECORD, NAME, "a bounce"), Scenario(route=NAME, outcome="an unknown message", act=come_back)),
)
