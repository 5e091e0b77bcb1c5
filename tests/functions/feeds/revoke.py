"""What the tests know of DELETE /api/v1/feeds/{file}."""

from __future__ import annotations

from tests.functions.feeds.list import ARRANGED, FEEDS
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Moment, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"DELETE {FEEDS}/{{file}}"
REVOKE = UseCase(name="revoke a feed", arranged=ARRANGED, act=request("DELETE", f"{FEEDS}/{{feed}}"))

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=204, moment=Moment.DELETING),
    use_cases=(REVOKE,),
    scenarios=(
        like(REVOKE, ROUTE, "204"),
        of(ROUTE, "404", *VERIFIED, path=f"{FEEDS}/unknown"),
        *refused(ROUTE),
    ),
)
