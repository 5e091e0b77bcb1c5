"""What the tests know of POST /api/v1/auth/logout."""

from __future__ import annotations

from tests.support.arrangements import AUTH, VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {AUTH}/logout"
LOG_OUT = UseCase(name="log out", arranged=VERIFIED, act=request("POST", f"{AUTH}/logout"))

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=204, moment=Moment.LEAVING),
    use_cases=(LOG_OUT,),
    scenarios=(like(LOG_OUT, ROUTE, "204"), *strangers(ROUTE)),
)
