"""What the tests know of GET /api/v1/operations."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.filling import FILLING, OPERATIONS
from tests.support.scenarios import like, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {OPERATIONS}"
LIST = UseCase(name="list the operations", arranged=FILLING, act=request("GET", OPERATIONS))

FACTS = EndpointFacts(
    family=Family.LISTING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(LIST,),
    scenarios=(like(LIST, ROUTE, "200"), *refused(ROUTE)),
)
