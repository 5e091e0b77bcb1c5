"""What the tests know of POST /api/v1/auth/login/second-factor."""

from __future__ import annotations

from datetime import timedelta

from tests.faults.world import World
from tests.support.arrangements import AUTH, let_limits_fill_up
from tests.support.facts import EndpointFacts, Family
from tests.support.protection import PROTECTED, complete, note_challenge, recover, wrong_code
from tests.support.scenarios import Scenario, malformed, of
from tests.support.use_cases import UseCase

PATH = f"{AUTH}/login/second-factor"
ROUTE = f"POST {PATH}"
CHALLENGED = (*PROTECTED, let_limits_fill_up, note_challenge)
SOON = timedelta(seconds=5)
WITH_A_CODE = UseCase(name="sign in with a code", arranged=CHALLENGED, act=complete, retried_after=SOON)
WITH_A_RECOVERY_CODE = UseCase(
    name="sign in with a recovery code", arranged=CHALLENGED, act=recover, retried_after=SOON
)


def _use(world: World) -> None:
    complete(world)


FACTS = EndpointFacts(
    family=Family.REFRESHING,
    sample_answer=400,
    anonymous=True,
    use_cases=(WITH_A_CODE, WITH_A_RECOVERY_CODE),
    scenarios=(
        Scenario(route=ROUTE, outcome="200, a code", arranged=CHALLENGED, act=complete),
        Scenario(route=ROUTE, outcome="200, a recovery code", arranged=CHALLENGED, act=recover),
        Scenario(route=ROUTE, outcome="401, a wrong code", arranged=CHALLENGED, act=wrong_code),
        Scenario(route=ROUTE, outcome="401, used before", arranged=(*CHALLENGED, _use), act=complete),
        of(
            ROUTE,
            "400, no challenge",
            signed_in=False,
            more={"json_body": {"challenge": f"somebody.{48 * 'A'}", "code": "123456"}},
        ),
        *malformed(ROUTE),
    ),
)
