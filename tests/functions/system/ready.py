"""What the tests know of GET /health/ready."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family
from tests.support.scenarios import like
from tests.support.use_cases import UseCase, request

READINESS = UseCase(name="readiness", act=request("GET", "/health/ready", signed_in=False))

FACTS = EndpointFacts(
    family=Family.PUBLIC,
    sample_answer=200,
    anonymous=True,
    use_cases=(READINESS,),
    scenarios=(like(READINESS, "GET /health/ready", "200"),),
)
