"""What the tests know of GET /api/v1/auth/me/totp."""

from __future__ import annotations

from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.protection import PROTECTED, TOTP
from tests.support.scenarios import of, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {TOTP}"
SHOW = UseCase(name="show the authenticator", arranged=PROTECTED, act=request("GET", TOTP))

FACTS = EndpointFacts(
    family=Family.PROFILE,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(SHOW,),
    scenarios=(of(ROUTE, "200", *PROTECTED), of(ROUTE, "200, none", *VERIFIED), *strangers(ROUTE)),
)
