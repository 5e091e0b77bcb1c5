"""What the tests know of POST /api/v1/auth/me/totp."""

from __future__ import annotations

from datetime import timedelta

from tests.faults.world import World
from tests.support.arrangements import UNVERIFIED, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.protection import TOTP
from tests.support.scenarios import of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {TOTP}"
BEGIN = UseCase(name="begin an authenticator", arranged=VERIFIED, act=request("POST", TOTP))


def let_the_session_age(world: World) -> None:
    """Wait until the session is not fresh any more."""
    world.wait(timedelta(minutes=11))


FACTS = EndpointFacts(
    family=Family.PROFILE_WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(BEGIN,),
    scenarios=(
        of(ROUTE, "200", *VERIFIED),
        of(ROUTE, "401, not fresh", *VERIFIED, let_the_session_age),
        of(ROUTE, "403", *UNVERIFIED),
        *strangers(ROUTE),
    ),
)
