"""What the tests know of GET /api/v1/auth/providers."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family
from tests.support.identity_arrangements import PROVIDERS
from tests.support.scenarios import like
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {PROVIDERS}"
LIST = UseCase(name="list the providers", act=request("GET", PROVIDERS, signed_in=False))

FACTS = EndpointFacts(
    family=Family.PUBLIC,
    sample_answer=200,
    anonymous=True,
    use_cases=(LIST,),
    scenarios=(like(LIST, ROUTE, "200"),),
)
