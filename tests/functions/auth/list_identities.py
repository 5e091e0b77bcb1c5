"""What the tests know of GET /api/v1/auth/identities."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.identity_arrangements import IDENTITIES, LINKED
from tests.support.scenarios import like, strangers
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {IDENTITIES}"
LIST = UseCase(name="list the identities", arranged=LINKED, act=request("GET", IDENTITIES))

FACTS = EndpointFacts(
    family=Family.PROFILE,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(LIST,),
    scenarios=(like(LIST, ROUTE, "200"), *strangers(ROUTE)),
)
