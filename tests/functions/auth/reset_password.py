"""What the tests know of GET and POST /api/v1/auth/reset-password."""

from __future__ import annotations

from tests.support.arrangements import AUTH, FORGOTTEN, use_link
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, malformed, of
from tests.support.use_cases import UseCase

PATH = f"{AUTH}/reset-password"
FOLLOW_LINK, RESET = f"GET {PATH}", f"POST {PATH}"
NEW_PASSWORD = "seven quiet lamps on a hill"
_UNKNOWN_TOKEN = 43 * "a"
RESETTING = UseCase(name="reset the password", arranged=FORGOTTEN, act=use_link(PATH, password=NEW_PASSWORD))

FACTS = EndpointFacts(
    family=Family.SIGNING_IN,
    sample_answer=400,
    anonymous=True,
    journey=Visit(status=200, moment=Moment.SIGNING_IN),
    use_cases=(RESETTING,),
    scenarios=(
        of(FOLLOW_LINK, "200", path=f"{PATH}?token={_UNKNOWN_TOKEN}", signed_in=False),
        like(RESETTING, RESET, "200"),
        of(
            RESET,
            "400, an unknown token",
            signed_in=False,
            more={"json_body": {"token": _UNKNOWN_TOKEN, "password": NEW_PASSWORD}},
        ),
        *malformed(RESET),
    ),
)
