"""What the tests know of GET /api/v1/views/{view_id}."""

from __future__ import annotations

from tests.functions.views.list import ARRANGED, VIEWS
from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import of, refused
from tests.support.use_cases import UseCase, request

ROUTE = f"GET {VIEWS}/{{view_id}}"
PATH = f"{VIEWS}/{{view}}"

FACTS = EndpointFacts(
    family=Family.READING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(UseCase(name="show a view", arranged=ARRANGED, act=request("GET", PATH)),),
    scenarios=(
        of(ROUTE, "200", *ARRANGED, path=PATH),
        of(ROUTE, "404", *VERIFIED, path=f"{VIEWS}/unknown"),
        *refused(ROUTE),
    ),
)
