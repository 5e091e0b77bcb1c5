"""What the tests know of PUT /api/v1/auth/me."""

from __future__ import annotations

from tests.support.arrangements import ME, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"PUT {ME}"
CHANGE = UseCase(
    name="change the profile",
    arranged=VERIFIED,
    act=request("PUT", ME, json_body={"full_name": "Olena K.", "time_zone": "Europe/Kyiv"}),
)
MOVE = UseCase(
    name="set the phone region",
    arranged=VERIFIED,
    act=request("PUT", ME, json_body={"phone_region": "UA"}),
)

FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(CHANGE, MOVE),
    scenarios=(
        like(CHANGE, ROUTE, "200"),
        like(MOVE, ROUTE, "200, with a new phone region"),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {"full_name": 1}}),
        *strangers(ROUTE),
    ),
)
