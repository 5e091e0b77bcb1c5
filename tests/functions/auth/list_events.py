"""What the tests know of GET /api/v1/auth/events."""

from __future__ import annotations

from tests.support.arrangements import AUTH, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, strangers
from tests.support.use_cases import UseCase, request

EVENTS = f"{AUTH}/events"
ROUTE = f"GET {EVENTS}"
LIST = UseCase(name="list the security events", arranged=VERIFIED, act=request("GET", EVENTS))

FACTS = EndpointFacts(
    family=Family.PROFILE,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(LIST,),
    scenarios=(like(LIST, ROUTE, "200"), *strangers(ROUTE)),
)
