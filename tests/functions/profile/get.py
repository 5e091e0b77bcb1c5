"""What the tests know of GET /api/v1/auth/me."""

from __future__ import annotations

from tests.faults.world import World
from tests.support.arrangements import ME, VERIFIED, token
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {ME}"
SHOW = UseCase(name="show the profile", arranged=VERIFIED, act=request("GET", ME))


def _show_the_profile(world: World) -> None:
    assert world.send("GET", ME, token=token(world)).status == 200


FACTS = EndpointFacts(
    family=Family.PROFILE,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(SHOW,),
    scenarios=(
        like(SHOW, ROUTE, "200"),
        of(ROUTE, "200, soon again", *VERIFIED, _show_the_profile),
        *strangers(ROUTE),
    ),
)
