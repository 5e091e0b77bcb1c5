"""What the tests know of the consumer of the outbox."""

from __future__ import annotations

from tests.support.arrangements import MAILED, break_off
from tests.support.facts import EndpointFacts, Family
from tests.support.mailing import MAIL_STEPS, deliver, deliver_then_sweep
from tests.support.scenarios import like
from tests.support.use_cases import UseCase

SEND = UseCase(name="send a mail (stream)", arranged=MAILED, act=deliver, again=deliver_then_sweep, in_steps=MAIL_STEPS)

FACTS = EndpointFacts(
    family=Family.MAILING,
    sample_answer=None,
    use_cases=(
        SEND,
        UseCase(
            name="send a mail whose sender broke off (stream)",
            adds=True,
            arranged=(*MAILED, break_off),
            act=deliver,
        ),
    ),
    scenarios=(like(SEND, "streams.send_mail", "a mail"),),
)
