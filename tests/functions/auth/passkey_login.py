"""What the tests know of POST /api/v1/auth/login/passkey."""

from __future__ import annotations

from datetime import timedelta

from tests.faults.world import World
from tests.support.arrangements import let_limits_fill_up
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.passkey_acts import (
    LOGIN,
    SIGNED,
    log_in,
    log_in_with_an_unknown_passkey,
    log_in_with_another_signature,
    used_passkey,
)
from tests.support.scenarios import Scenario, malformed
from tests.support.use_cases import UseCase

ROUTE = f"POST {LOGIN}"
ARRANGED = (*SIGNED, let_limits_fill_up)
LOG_IN = UseCase(name="sign in with a passkey", arranged=ARRANGED, act=log_in, retried_after=timedelta(seconds=5))


def _use(world: World) -> None:
    log_in(world)


FACTS = EndpointFacts(
    family=Family.REFRESHING,
    sample_answer=400,
    anonymous=True,
    journey=Visit(status=200, moment=Moment.DELETING, body=used_passkey),
    use_cases=(LOG_IN,),
    scenarios=(
        Scenario(route=ROUTE, outcome="200", arranged=ARRANGED, act=log_in),
        Scenario(route=ROUTE, outcome="401, used before", arranged=(*ARRANGED, _use), act=log_in),
        Scenario(route=ROUTE, outcome="401, another signature", arranged=ARRANGED, act=log_in_with_another_signature),
        Scenario(route=ROUTE, outcome="401, unknown", arranged=ARRANGED, act=log_in_with_an_unknown_passkey),
        *malformed(ROUTE),
    ),
)
