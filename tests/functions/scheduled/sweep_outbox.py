"""What the tests know of the sweeper of the outbox."""

from __future__ import annotations

from tests.support.arrangements import MAILED, register
from tests.support.facts import EndpointFacts, Family
from tests.support.mailing import MAIL_STEPS, sweep, wait_for_the_sweeper
from tests.support.scenarios import Scenario, like
from tests.support.use_cases import UseCase, done

NAME = "scheduled.sweep_outbox"
SWEEP = UseCase(
    name="sweep the outbox (schedule)",
    arranged=(*MAILED, done(register("taras@example.com")), wait_for_the_sweeper),
    act=sweep,
    in_steps=MAIL_STEPS,
)

FACTS = EndpointFacts(
    family=Family.MAILING,
    sample_answer=None,
    use_cases=(SWEEP,),
    scenarios=(like(SWEEP, NAME, "two mails"), Scenario(route=NAME, outcome="nothing waits", act=sweep)),
)
