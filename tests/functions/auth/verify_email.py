"""What the tests know of GET and POST /api/v1/auth/verify-email."""

from __future__ import annotations

from typing import Any

from tests.faults.world import World
from tests.support.arrangements import AUTH, FORM, MAILED, verify
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import Scenario, like, of
from tests.support.use_cases import Outcome, UseCase, request

PATH = f"{AUTH}/verify-email"
FOLLOW_LINK, PRESS_BUTTON = f"GET {PATH}", f"POST {PATH}"
VERIFY = UseCase(name="verify the address", arranged=MAILED, act=verify)
_UNKNOWN_TOKEN = 43 * "a"


def _press_the_button(world: World) -> Outcome:
    more: dict[str, Any] = {"body": f"token={world.known['verification_token']}", "content_type": FORM}
    return request("POST", PATH, signed_in=False, **more)(world)


FACTS = EndpointFacts(
    family=Family.SIGNING_UP,
    sample_answer=400,
    anonymous=True,
    journey=Visit(status=200, moment=Moment.SIGNING_IN),
    use_cases=(VERIFY,),
    scenarios=(
        like(VERIFY, FOLLOW_LINK, "200"),
        of(FOLLOW_LINK, "200, a page", path=f"{PATH}?token={_UNKNOWN_TOKEN}", signed_in=False),
        Scenario(route=PRESS_BUTTON, outcome="200", arranged=MAILED, act=_press_the_button),
        of(PRESS_BUTTON, "400", signed_in=False, more={"body": f"token={_UNKNOWN_TOKEN}", "content_type": FORM}),
    ),
)
