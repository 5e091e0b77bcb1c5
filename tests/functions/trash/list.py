"""What the tests know of GET /api/v1/trash."""

from __future__ import annotations

from tests.support.arrangements import TRASHED, UNTAGGED_TRASHED, VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, request

PATH = "/api/v1/trash"
ROUTE = f"GET {PATH}"
LIST = UseCase(name="list the trash", arranged=TRASHED, act=request("GET", PATH))

FACTS = EndpointFacts(
    family=Family.LISTING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(LIST,),
    scenarios=(
        like(LIST, ROUTE, "200, with tags"),
        of(ROUTE, "200", *UNTAGGED_TRASHED),
        of(ROUTE, "200, empty", *VERIFIED),
        of(ROUTE, "422", *VERIFIED, more={"query": {"limit": "0"}}),
        *refused(ROUTE),
    ),
)
