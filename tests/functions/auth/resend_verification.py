"""What the tests know of POST /api/v1/auth/resend-verification."""

from __future__ import annotations

from tests.support.arrangements import AUTH, EMAIL, REGISTERED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, malformed, of
from tests.support.use_cases import UseCase, request

PATH = f"{AUTH}/resend-verification"
ROUTE = f"POST {PATH}"
RESEND = UseCase(
    name="resend the verification mail",
    adds=True,
    arranged=REGISTERED,
    act=request("POST", PATH, signed_in=False, json_body={"email": EMAIL}),
)

FACTS = EndpointFacts(
    family=Family.SIGNING_UP,
    sample_answer=202,
    anonymous=True,
    journey=Visit(status=202, moment=Moment.SIGNING_IN),
    use_cases=(RESEND,),
    scenarios=(
        like(RESEND, ROUTE, "202"),
        of(ROUTE, "202, nobody waits", signed_in=False, more={"json_body": {"email": EMAIL}}),
        *malformed(ROUTE),
    ),
)
