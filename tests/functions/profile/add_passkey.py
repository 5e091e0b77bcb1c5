"""What the tests know of POST /api/v1/auth/me/passkeys."""

from __future__ import annotations

from tests.support.arrangements import VERIFIED, let_limits_fill_up
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.passkey_acts import BEGUN, PASSKEYS, WITH_A_PASSKEY, add, add_anew, new_passkey
from tests.support.scenarios import Scenario, of, strangers
from tests.support.use_cases import UseCase

ROUTE = f"POST {PASSKEYS}"
ADD = UseCase(name="add a passkey", arranged=BEGUN, act=add, again=add_anew, in_steps="the challenge, then the account")

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=201, gives="passkey_id", body=new_passkey),
    use_cases=(ADD,),
    scenarios=(
        Scenario(route=ROUTE, outcome="201", arranged=(*BEGUN, let_limits_fill_up), act=add),
        Scenario(route=ROUTE, outcome="422, added before", arranged=(*WITH_A_PASSKEY, let_limits_fill_up), act=add),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {}}),
        *strangers(ROUTE),
    ),
)
