"""What the tests know of POST /api/v1/auth/login/provider."""

from __future__ import annotations

from tests.support.arrangements import EMAIL, VERIFIED, let_limits_fill_up
from tests.support.facts import EndpointFacts, Family
from tests.support.identity_arrangements import (
    EXCHANGE,
    PROVEN,
    SIGNED_UP,
    anew,
    prove,
    sign_in_with_identity,
)
from tests.support.scenarios import Scenario, malformed
from tests.support.use_cases import UseCase

ROUTE = f"POST {EXCHANGE}"
SIGN_UP = UseCase(
    name="sign up with an identity",
    arranged=PROVEN,
    act=sign_in_with_identity,
    again=anew("1", path=EXCHANGE),
    in_steps="taking the proof, the account, the session",
    adds=True,
)
SIGN_IN = UseCase(
    name="sign in with an identity",
    arranged=SIGNED_UP,
    act=sign_in_with_identity,
    again=anew("1", path=EXCHANGE),
    in_steps="taking the proof, the session",
    adds=True,
)

FACTS = EndpointFacts(
    family=Family.SIGNING_IN,
    sample_answer=400,
    anonymous=True,
    use_cases=(SIGN_UP, SIGN_IN),
    scenarios=(
        Scenario(
            route=ROUTE,
            outcome="200, a new account",
            arranged=(let_limits_fill_up, *PROVEN),
            act=sign_in_with_identity,
        ),
        Scenario(
            route=ROUTE,
            outcome="200, a known identity",
            arranged=SIGNED_UP,
            act=sign_in_with_identity,
        ),
        Scenario(
            route=ROUTE,
            outcome="200, linked by its address",
            arranged=(*VERIFIED, let_limits_fill_up, prove("1", EMAIL)),
            act=sign_in_with_identity,
        ),
        *malformed(ROUTE),
    ),
)
