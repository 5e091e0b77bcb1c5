"""What the tests know of what no other route serves."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family
from tests.support.scenarios import Scenario
from tests.support.use_cases import request

FACTS = EndpointFacts(
    family=Family.PUBLIC,
    sample_answer=404,
    anonymous=True,
    asks_nobody=True,
    scenarios=(Scenario(route="$default", outcome="404", act=request("GET", "/nowhere", signed_in=False)),),
)
