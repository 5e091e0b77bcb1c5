"""What the tests know of GET /docs/{asset}."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family
from tests.support.scenarios import of

ROUTE = "GET /docs/{asset}"

FACTS = EndpointFacts(
    family=Family.PUBLIC,
    sample_answer=200,
    anonymous=True,
    asks_nobody=True,
    scenarios=(of(ROUTE, "200", path="/docs/docs.css", signed_in=False),),
)
