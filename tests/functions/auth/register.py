"""What the tests know of POST /api/v1/auth/register."""

from __future__ import annotations

from tests.faults.world import World
from tests.support.arrangements import AUTH, CREDENTIALS, REGISTERED, VERIFIED, register
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import Scenario, like, malformed
from tests.support.use_cases import UseCase

ROUTE = f"POST {AUTH}/register"
REGISTER = UseCase(
    name="register",
    adds=True,
    act=register(),
    in_steps="the transaction, then what makes every address take two requests",
)
REGISTER_AGAIN = UseCase(name="register again, unverified", adds=True, arranged=REGISTERED, act=register())
REGISTER_TAKEN = UseCase(name="register an address that is taken", arranged=VERIFIED, act=register())


def _register_another(world: World) -> None:
    credentials = {**CREDENTIALS, "email": "taras@example.com"}
    assert world.send("POST", f"{AUTH}/register", json_body=credentials).status == 201


FACTS = EndpointFacts(
    family=Family.SIGNING_UP,
    sample_answer=201,
    anonymous=True,
    journey=Visit(status=201, moment=Moment.SIGNING_IN),
    use_cases=(REGISTER, REGISTER_AGAIN, REGISTER_TAKEN),
    scenarios=(
        like(REGISTER, ROUTE, "201"),
        Scenario(route=ROUTE, outcome="201, soon after another", arranged=(_register_another,), act=REGISTER.act),
        like(REGISTER_AGAIN, ROUTE, "201, unverified before"),
        like(REGISTER_TAKEN, ROUTE, "201, taken"),
        *malformed(ROUTE),
    ),
)
