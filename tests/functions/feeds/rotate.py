"""What the tests know of POST /api/v1/feeds/{file}/rotate."""

from __future__ import annotations

from tests.functions.feeds.list import ARRANGED, FEEDS
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"POST {FEEDS}/{{file}}/rotate"
ROTATE = UseCase(name="give a feed another address", arranged=ARRANGED, act=request("POST", f"{FEEDS}/{{feed}}/rotate"))

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(ROTATE,),
    scenarios=(
        like(ROTATE, ROUTE, "200"),
        of(ROUTE, "404", *VERIFIED, path=f"{FEEDS}/unknown/rotate"),
        *refused(ROUTE),
    ),
)
