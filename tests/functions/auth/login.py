"""What the tests know of POST /api/v1/auth/login."""

from __future__ import annotations

from typing import Any

from tests.faults.world import World
from tests.support.arrangements import AUTH, CREDENTIALS, REGISTERED, VERIFIED, log_in
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, malformed, of
from tests.support.use_cases import UseCase

ROUTE = f"POST {AUTH}/login"
LOG_IN = UseCase(name="log in", arranged=VERIFIED, act=log_in, adds=True)
_RIGHT: dict[str, Any] = {"json_body": CREDENTIALS}
_WRONG: dict[str, Any] = {"json_body": {**CREDENTIALS, "password": "seven quiet lamps on a hill"}}


def _guess(world: World) -> None:
    for _ in range(11):
        world.send("POST", f"{AUTH}/login", **_WRONG)


FACTS = EndpointFacts(
    family=Family.SIGNING_IN,
    sample_answer=401,
    anonymous=True,
    journey=Visit(status=200, moment=Moment.SIGNING_IN),
    use_cases=(LOG_IN,),
    scenarios=(
        like(LOG_IN, ROUTE, "200, known network"),
        of(ROUTE, "200, new network", *REGISTERED, signed_in=False, more=_RIGHT),
        of(ROUTE, "401, known network", *VERIFIED, signed_in=False, more=_WRONG),
        of(ROUTE, "401, new network", *REGISTERED, signed_in=False, more=_WRONG),
        of(ROUTE, "429", *VERIFIED, _guess, signed_in=False, more=_RIGHT),
        *malformed(ROUTE),
    ),
)
