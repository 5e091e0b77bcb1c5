"""What the tests know of GET /api/v1/labels."""

from __future__ import annotations

from tests.support.arrangements import TWO_CONTACTS, VERIFIED, create
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, of, refused
from tests.support.use_cases import UseCase, done, request

LABELS = "/api/v1/labels"
ROUTE = f"GET {LABELS}"
_LIST = request("GET", LABELS)
COUNTED = UseCase(name="list labels", arranged=TWO_CONTACTS, act=_LIST)
AGAIN = UseCase(
    name="list labels after a change",
    arranged=(*TWO_CONTACTS, done(_LIST), done(create(tags=["friends"]))),
    act=_LIST,
)

FACTS = EndpointFacts(
    family=Family.READING,
    sample_answer=401,
    journey=Visit(status=200),
    use_cases=(COUNTED, AGAIN),
    scenarios=(
        like(COUNTED, ROUTE, "200, counted"),
        like(AGAIN, ROUTE, "200, after a change"),
        of(ROUTE, "200, as before", *TWO_CONTACTS, done(_LIST)),
        of(ROUTE, "200, none", *VERIFIED),
        *refused(ROUTE),
    ),
)
