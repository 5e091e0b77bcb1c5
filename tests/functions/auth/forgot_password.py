"""What the tests know of POST /api/v1/auth/forgot-password."""

from __future__ import annotations

from tests.support.arrangements import AUTH, EMAIL, VERIFIED, forget
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, malformed, of
from tests.support.use_cases import UseCase

ROUTE = f"POST {AUTH}/forgot-password"
FORGET = UseCase(name="ask to reset the password", adds=True, arranged=VERIFIED, act=forget)

FACTS = EndpointFacts(
    family=Family.SIGNING_UP,
    sample_answer=202,
    anonymous=True,
    journey=Visit(status=202, moment=Moment.SIGNING_IN),
    use_cases=(FORGET,),
    scenarios=(
        like(FORGET, ROUTE, "202"),
        of(ROUTE, "202, no such account", signed_in=False, more={"json_body": {"email": EMAIL}}),
        *malformed(ROUTE),
    ),
)
