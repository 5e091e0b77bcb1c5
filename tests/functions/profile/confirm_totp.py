"""What the tests know of POST /api/v1/auth/me/totp/confirm."""

from __future__ import annotations

from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.protection import BEGUN, CONFIRM, confirm_totp
from tests.support.scenarios import Scenario, of, strangers
from tests.support.use_cases import UseCase

ROUTE = f"POST {CONFIRM}"
CONFIRMING = UseCase(name="confirm an authenticator", arranged=BEGUN, act=confirm_totp)
_CODE = {"json_body": {"code": "123456"}}

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    journey=Visit(status=200, moment=Moment.SIGNING_IN),
    sample_answer=401,
    use_cases=(CONFIRMING,),
    scenarios=(
        Scenario(route=ROUTE, outcome="200", arranged=BEGUN, act=confirm_totp),
        of(ROUTE, "422, nothing to confirm", *VERIFIED, more=_CODE),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {}}),
        *strangers(ROUTE, more=_CODE),
    ),
)
