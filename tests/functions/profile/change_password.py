"""What the tests know of PUT /api/v1/auth/me/password."""

from __future__ import annotations

from tests.faults.world import PASSWORD
from tests.support.arrangements import ME, VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, request

PATH = f"{ME}/password"
ROUTE = f"PUT {PATH}"
NEW_PASSWORD = "seven quiet lamps on a hill"
CHANGE = UseCase(
    name="change the password",
    arranged=VERIFIED,
    act=request("PUT", PATH, json_body={"current_password": PASSWORD, "password": NEW_PASSWORD}),
)

FACTS = EndpointFacts(
    family=Family.SIGNING_IN,
    sample_answer=401,
    journey=Visit(status=204, moment=Moment.SIGNING_IN),
    use_cases=(CHANGE,),
    scenarios=(
        like(CHANGE, ROUTE, "204"),
        of(
            ROUTE,
            "422, a wrong password",
            *VERIFIED,
            more={"json_body": {"current_password": NEW_PASSWORD, "password": NEW_PASSWORD}},
        ),
        of(ROUTE, "422", *VERIFIED, more={"json_body": {}}),
        *strangers(ROUTE),
    ),
)
