"""What the tests know of GET /api/v1/operations/{operation_id}."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.filling import FILLING, OPERATIONS
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {OPERATIONS}/{{operation_id}}"
SHOW = UseCase(name="show an operation", arranged=FILLING, act=request("GET", f"{OPERATIONS}/{{operation}}"))

FACTS = EndpointFacts(
    family=Family.READING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(SHOW,),
    scenarios=(
        like(SHOW, ROUTE, "200"),
        of(ROUTE, "200, a single change", *FILLING, path=f"{OPERATIONS}/r1"),
        of(ROUTE, "404", *FILLING, path=f"{OPERATIONS}/01JD9Z6M3K5R8V1X4Z7B0D3F6H"),
        *refused(ROUTE),
    ),
)
