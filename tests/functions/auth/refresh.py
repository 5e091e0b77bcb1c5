"""What the tests know of POST /api/v1/auth/refresh."""

from __future__ import annotations

from datetime import timedelta

from tests.faults.world import World
from tests.support.arrangements import AUTH, VERIFIED, refresh
from tests.support.facts import EndpointFacts, Family
from tests.support.scenarios import Scenario, like, malformed, of
from tests.support.use_cases import UseCase, done

ROUTE = f"POST {AUTH}/refresh"
REFRESH = UseCase(name="refresh", arranged=VERIFIED, act=refresh, retried_after=timedelta(seconds=5))
_GARBAGE = {"json_body": {"refresh_token": "k1.account.session.secret"}}


def _let_grace_pass(world: World) -> None:
    world.wait(timedelta(seconds=11))


FACTS = EndpointFacts(
    family=Family.REFRESHING,
    sample_answer=401,
    anonymous=True,
    use_cases=(REFRESH,),
    scenarios=(
        like(REFRESH, ROUTE, "200"),
        Scenario(route=ROUTE, outcome="200, lost response", arranged=(*VERIFIED, done(refresh)), act=refresh),
        Scenario(
            route=ROUTE, outcome="401, used again", arranged=(*VERIFIED, done(refresh), _let_grace_pass), act=refresh
        ),
        of(ROUTE, "401, garbage", signed_in=False, more=_GARBAGE),
        *malformed(ROUTE),
    ),
)
