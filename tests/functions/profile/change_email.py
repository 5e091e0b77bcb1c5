"""What the tests know of PUT /api/v1/auth/me/email."""

from __future__ import annotations

from tests.support.arrangements import ME, VERIFIED, move
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase

PATH = f"{ME}/email"
ROUTE = f"PUT {PATH}"
ASK = UseCase(
    name="ask for another address", adds=True, arranged=VERIFIED, act=move, in_steps="the account, then its message"
)

FACTS = EndpointFacts(
    family=Family.SIGNING_IN,
    sample_answer=401,
    journey=Visit(status=202, moment=Moment.SIGNING_IN),
    use_cases=(ASK,),
    scenarios=(
        like(ASK, ROUTE, "202"),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {}}),
        *strangers(ROUTE),
    ),
)
