"""What the tests know of POST /api/v1/auth/step-up."""

from __future__ import annotations

from tests.faults.world import PASSWORD, World
from tests.support.arrangements import AUTH, VERIFIED, let_limits_fill_up
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.protection import PROTECTED, note_challenge
from tests.support.scenarios import Scenario, of, strangers
from tests.support.use_cases import Outcome, UseCase, request

PATH = f"{AUTH}/step-up"
ROUTE = f"POST {PATH}"
WITH_THE_PASSWORD = UseCase(
    name="step up with the password",
    arranged=(*VERIFIED, let_limits_fill_up),
    act=request("POST", PATH, json_body={"password": PASSWORD}),
)
_RIGHT = {"json_body": {"password": PASSWORD}}
_WRONG = {"json_body": {"password": "seven quiet lamps on a hill"}}


def _with_a_code(world: World) -> Outcome:
    return request("POST", PATH, json_body={"code": world.known["totp_code"]})(world)


FACTS = EndpointFacts(
    family=Family.SIGNING_IN,
    sample_answer=401,
    journey=Visit(status=204),
    use_cases=(WITH_THE_PASSWORD,),
    scenarios=(
        of(ROUTE, "204, the password", *WITH_THE_PASSWORD.arranged, more=_RIGHT),
        Scenario(
            route=ROUTE,
            outcome="204, a code",
            arranged=(*PROTECTED, let_limits_fill_up, note_challenge),
            act=_with_a_code,
        ),
        of(ROUTE, "422, a wrong password", *VERIFIED, more=_WRONG),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {}}),
        *strangers(ROUTE, more=_WRONG),
    ),
)
