"""What the tests know of GET /api/v1/auth/providers/{name}/start."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family
from tests.support.identity_arrangements import PROVIDERS, START
from tests.support.scenarios import like, of
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {PROVIDERS}/{{name}}/start"
BEGIN = UseCase(name="go to a provider", act=request("GET", START, signed_in=False))

FACTS = EndpointFacts(
    family=Family.PUBLIC,
    sample_answer=404,
    anonymous=True,
    use_cases=(BEGIN,),
    scenarios=(
        like(BEGIN, ROUTE, "303"),
        of(ROUTE, "404", path=START.replace("github", "unknown"), signed_in=False),
        of(ROUTE, "422", path=f"{PROVIDERS}/github/start", signed_in=False),
    ),
)
