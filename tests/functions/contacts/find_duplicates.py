"""What the tests know of POST /api/v1/duplicates."""

from __future__ import annotations

from tests.support.arrangements import TWO_CONTACTS
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import like, refused
from tests.support.use_cases import UseCase, request

PATH = "/api/v1/duplicates"
ROUTE = f"POST {PATH}"
FIND = UseCase(name="look for duplicates", arranged=TWO_CONTACTS, act=request("POST", PATH), adds=True)
WITH_KEY = UseCase(
    name="look for duplicates, with Idempotency-Key",
    arranged=TWO_CONTACTS,
    act=request("POST", PATH, headers={"idempotency-key": "once"}),
)

FACTS = EndpointFacts(
    family=Family.WRITING,
    sample_answer=401,
    journey=Visit(status=202),
    use_cases=(FIND, WITH_KEY),
    scenarios=(
        like(FIND, ROUTE, "202"),
        like(WITH_KEY, ROUTE, "202, with Idempotency-Key"),
        *refused(ROUTE),
    ),
)
