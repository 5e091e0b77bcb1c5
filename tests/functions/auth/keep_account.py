"""What the tests know of GET and POST /api/v1/auth/keep-account."""

from __future__ import annotations

from tests.support.arrangements import AUTH, DELETED, use_link
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, malformed, of
from tests.support.use_cases import UseCase

PATH = f"{AUTH}/keep-account"
FOLLOW_LINK, PRESS_BUTTON = f"GET {PATH}", f"POST {PATH}"
_UNKNOWN_TOKEN = 43 * "a"
PRESS = UseCase(name="undo the deletion of the account", arranged=DELETED, act=use_link(PATH))

FACTS = EndpointFacts(
    family=Family.SIGNING_UP,
    sample_answer=400,
    anonymous=True,
    journey=Visit(status=200, moment=Moment.SIGNING_IN),
    use_cases=(PRESS,),
    scenarios=(
        of(FOLLOW_LINK, "200", path=f"{PATH}?token={_UNKNOWN_TOKEN}", signed_in=False),
        like(PRESS, PRESS_BUTTON, "200"),
        of(PRESS_BUTTON, "400, an unknown token", signed_in=False, more={"json_body": {"token": _UNKNOWN_TOKEN}}),
        *malformed(PRESS_BUTTON),
    ),
)
