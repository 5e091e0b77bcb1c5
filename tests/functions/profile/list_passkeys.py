"""What the tests know of GET /api/v1/auth/me/passkeys."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.passkey_acts import PASSKEYS, WITH_A_PASSKEY
from tests.support.scenarios import like, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {PASSKEYS}"
LIST = UseCase(name="list the passkeys", arranged=WITH_A_PASSKEY, act=request("GET", PASSKEYS))

FACTS = EndpointFacts(
    family=Family.PROFILE,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(LIST,),
    scenarios=(like(LIST, ROUTE, "200"), *strangers(ROUTE)),
)
